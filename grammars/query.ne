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
import { keyLexer } from '../parse/shape/nearley-adapter.js';
import * as plan from '../query/language/grammar-actions.js';
%}
@lexer keyLexer

sentence -> parts       {% id %}
          | parts asks  {% plan.followed %}
          | order       {% id %}

# Of several words that want something, the first leads: `is it only POST`.
asks  -> wish parts       {% plan.begun %}
       | wish parts asks  {% plan.begunAndFollowed %}
wish  -> %ask             {% plan.wish %}
       | %change          {% plan.wish %}
parts -> null             {% plan.none %}
       | parts part       {% plan.more %}

part -> %filter             {% plan.filter %}
      | %status             {% plan.filter %}
      | "by" %status        {% plan.filterBehind %}
      | %incident           {% plan.incident %}
      | %is                 {% plan.whether %}
      | %dimension          {% plan.subject %}
      | "by" %dimension     {% plan.grouping %}
      | %number             {% plan.number %}
      | "last" %number      {% plan.numberBehind %}
      | "threshold" %number {% plan.threshold %}
      | "as" %format        {% plan.format %}
      | %period             {% plan.period %}
      | when                {% id %}

when -> "now"                     {% plan.now %}
      | "night"                   {% plan.night %}
      | %duration                 {% plan.last %}
      | "last" %duration          {% plan.lastBehind %}
      | %number %unit             {% plan.lastUnits %}
      | "last" %number %unit      {% plan.lastUnitsBehind %}
      | "last" %unit              {% plan.lastUnit %}
      | "this" %unit              {% plan.thisUnit %}
      | %day                      {% plan.day %}
      | %weekday                  {% plan.day %}
      | "last" %weekday           {% plan.dayBehind %}
      | "since" start             {% plan.since %}
      | "since" "last" %weekday   {% plan.sinceBehind %}
      | "since" %number %unit     {% plan.lastUnitsBehind %}
      | "since" %duration         {% plan.lastBehind %}
      | "between" hour "and" hour {% plan.between %}
      | %clock "to" hour          {% plan.stretch %}
      | %clock %clock             {% plan.pair %}

start -> %clock {% id %} | %number {% id %} | %day {% id %} | %weekday {% id %} | %change {% id %}
hour  -> %clock {% id %} | %number {% id %}

# What changes something is said in one way only: nobody wants it to be guessed at.
order -> "acknowledge" which       {% plan.order %}
       | "resolve" which           {% plan.order %}
       | "unsilence" which         {% plan.order %}
       | "merge" which "into" which {% plan.merge %}
       | "note" which text         {% plan.order %}
       | "wrong-cause" which text  {% plan.order %}
       | "silence" targets term text {% plan.order %}

which   -> null {% plan.none %} | %incident {% plan.one %} | %number {% plan.one %}
targets -> null {% plan.none %} | targets %filter {% plan.oneMore %}
term    -> null             {% plan.none %}
         | %duration        {% plan.one %}
         | "until" hour     {% plan.oneBehind %}
         | "until" %day     {% plan.oneBehind %}
         | "until" %day hour {% plan.twoBehind %}
text    -> null {% plan.none %} | %text {% plan.one %}
