# What people ask: parts in any order, and among them the words that say what is wanted; and what they want done.
#
#   top 10 routes by 502 since yesterday          how many timeouts between 02:00 and 03:00
#   502 vs 504 last 24h                           payments-api
#   silence payments-api 2h deploying v813        merge BG-143 into BG-142
#
# The lexer has dropped words without a meaning of their own and made one token of each that has one, however it was
# spelt. A quoted word is that word; %kind is any word of the kind.
@preprocessor typescript
@{%
import { shapeLexer } from '../parse/shape/nearley-adapter.js';
import * as plan from '../query/language/grammar-actions.js';
%}
@lexer shapeLexer

sentence -> parts       {% id %}
          | parts asks  {% plan.addParts %}
          | order       {% id %}

# Of several words that want something, the first leads: `is it only POST`.
asks  -> wish parts       {% plan.prependPart %}
       | wish parts asks  {% plan.joinParts %}
wish  -> %intent             {% plan.takeIntent %}
       | %change          {% plan.takeIntent %}
parts -> null             {% plan.startParts %}
       | parts part       {% plan.addPart %}

part -> %filter             {% plan.takeFilter %}
      | %status             {% plan.takeFilter %}
      | "by" %status        {% plan.takeFilterAfterKeyword %}
      | %incident           {% plan.takeIncident %}
      | %is                 {% plan.takeWhether %}
      | %dimension          {% plan.takeSubject %}
      | "by" %dimension     {% plan.takeGroupBy %}
      | %number             {% plan.takeNumber %}
      | "last" %number      {% plan.takeNumberAfterKeyword %}
      | "threshold" %number {% plan.takeThreshold %}
      | "as" %format        {% plan.takeFormat %}
      | %period             {% plan.takePeriod %}
      | when                {% id %}

when -> "now"                     {% plan.takeNow %}
      | "night"                   {% plan.takeNight %}
      | %duration                 {% plan.takeLast %}
      | "last" %duration          {% plan.takeLastAfterKeyword %}
      | %number %unit             {% plan.takeLastUnits %}
      | "last" %number %unit      {% plan.takeLastUnitsAfterKeyword %}
      | "last" %unit              {% plan.takeLastUnit %}
      | "this" %unit              {% plan.takeThisUnit %}
      | %day                      {% plan.takeDay %}
      | %weekday                  {% plan.takeDay %}
      | "last" %weekday           {% plan.takeDayAfterKeyword %}
      | "since" start             {% plan.takeSince %}
      | "since" "last" %weekday   {% plan.takeSinceLastWeekday %}
      | "since" %number %unit     {% plan.takeLastUnitsAfterKeyword %}
      | "since" %duration         {% plan.takeLastAfterKeyword %}
      | "between" hour "and" hour {% plan.takeBetween %}
      | %clock "to" hour          {% plan.takeClockRange %}
      | %clock %clock             {% plan.takeClockPair %}

start -> %clock {% id %} | %number {% id %} | %day {% id %} | %weekday {% id %} | %change {% id %}
hour  -> %clock {% id %} | %number {% id %}

# What changes something is said in one way only: nobody wants it to be guessed at.
order -> "acknowledge" which       {% plan.takeInstruction %}
       | "resolve" which           {% plan.takeInstruction %}
       | "unsilence" which         {% plan.takeInstruction %}
       | "merge" which "into" which {% plan.takeMergeInstruction %}
       | "note" which text         {% plan.takeInstruction %}
       | "wrong-cause" which text  {% plan.takeInstruction %}
       | "silence" targets term text {% plan.takeInstruction %}

which   -> null {% plan.startParts %} | %incident {% plan.takeArgument %} | %number {% plan.takeArgument %}
targets -> null {% plan.startParts %} | targets %filter {% plan.addArgument %}
term    -> null             {% plan.startParts %}
         | %duration        {% plan.takeArgument %}
         | "until" hour     {% plan.takeArgumentAfterKeyword %}
         | "until" %day     {% plan.takeArgumentAfterKeyword %}
         | "until" %day hour {% plan.takeTwoArgumentsAfterKeyword %}
text    -> null {% plan.startParts %} | %text {% plan.takeArgument %}
