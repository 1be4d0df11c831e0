# Questions: parts in any order, among them the words that say what is asked. Instructions: a verb and its arguments.
#
#   top 10 routes by 502 since yesterday          how many timeouts between 02:00 and 03:00
#   502 vs 504 last 24h                           payments-api
#   silence payments-api 2h deploying v813        merge BG-143 into BG-142
#
# The tokenizer has dropped words without a meaning, corrected spelling, and made one token of each word or phrase with
# a meaning. A quoted word is a keyword; %type is any token with a meaning of that type.
@preprocessor typescript
@{%
import { shapeLexer } from '../parse/shape/nearley-adapter.js';
import * as actions from '../query/language/grammar-actions.js';
%}
@lexer shapeLexer

sentence -> parts          {% id %}
          | parts intents  {% actions.addParts %}
          | instruction    {% id %}

# Several intents may follow each other, as in `is it only POST`; `interpret.ts` selects one.
intents -> ask parts          {% actions.prependPart %}
         | ask parts intents  {% actions.joinParts %}
ask     -> %intent            {% actions.takeIntent %}
         | %change            {% actions.takeIntent %}
parts   -> null               {% actions.startParts %}
         | parts part         {% actions.addPart %}

part -> %filter             {% actions.takeFilter %}
      | %status             {% actions.takeFilter %}
      | "by" %status        {% actions.takeFilterAfterKeyword %}
      | %incident           {% actions.takeIncident %}
      | %is                 {% actions.takeWhether %}
      | %dimension          {% actions.takeSubject %}
      | "by" %dimension     {% actions.takeGroupBy %}
      | %number             {% actions.takeNumber %}
      | "last" %number      {% actions.takeLatest %}
      | "threshold" %number {% actions.takeThreshold %}
      | "as" %format        {% actions.takeFormat %}
      | %period             {% actions.takePeriod %}
      | when                {% id %}

when -> "now"                     {% actions.takeNow %}
      | "night"                   {% actions.takeNight %}
      | %duration                 {% actions.takeLast %}
      | "last" %duration          {% actions.takeLastAfterKeyword %}
      | %number %unit             {% actions.takeLastUnits %}
      | "last" %number %unit      {% actions.takeLastUnitsAfterKeyword %}
      | "last" %unit              {% actions.takeLastUnit %}
      | "this" %unit              {% actions.takeThisUnit %}
      | %day                      {% actions.takeDay %}
      | %weekday                  {% actions.takeDay %}
      | "last" %weekday           {% actions.takeDayAfterKeyword %}
      | "since" start             {% actions.takeSince %}
      | "since" "last" %weekday   {% actions.takeSinceLastWeekday %}
      | "since" %number %unit     {% actions.takeLastUnitsAfterKeyword %}
      | "since" %duration         {% actions.takeLastAfterKeyword %}
      | "between" hour "and" hour {% actions.takeBetween %}
      | %clock "to" hour          {% actions.takeClockRange %}
      | "at" hour                 {% actions.takeAround %}
      | "before" hour             {% actions.takeBefore %}
      | "after" start             {% actions.takeSince %}
      | %daypart                  {% actions.takeDaypart %}
      | %clock %clock             {% actions.takeClockPair %}

start -> %clock {% id %} | %number {% id %} | %day {% id %} | %weekday {% id %} | %change {% id %} | %daypart {% id %}
hour  -> %clock {% id %} | %number {% id %}

# An instruction has one form only, because instructions are never guessed.
instruction -> "acknowledge" which           {% actions.takeInstruction %}
             | "resolve" which               {% actions.takeInstruction %}
             | "unsilence" which             {% actions.takeInstruction %}
             | "merge" which "into" which    {% actions.takeMergeInstruction %}
             | "note" which text             {% actions.takeInstruction %}
             | "wrong-cause" which text      {% actions.takeInstruction %}
             | "silence" targets term text   {% actions.takeInstruction %}

which   -> null {% actions.startParts %} | %incident {% actions.takeArgument %} | %number {% actions.takeArgument %}
targets -> null {% actions.startParts %} | targets %filter {% actions.addArgument %}
term    -> null {% actions.startParts %} | %schedule {% actions.takeArgument %}
text    -> null {% actions.startParts %} | %text {% actions.takeArgument %}
