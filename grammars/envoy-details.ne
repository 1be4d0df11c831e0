# %RESPONSE_CODE_DETAILS% of Envoy: a name, and what the name says more of itself.
#
#   via_upstream
#   upstream_reset_before_response_started{connection_termination}
#   upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_111}
#   downstream_local_disconnect(on_idle_timeout)
#
# Only the first separator counts: the text behind it may hold separators and brackets of its own.
@preprocessor typescript
@{%
const word = { type: 'word' };
const whole = ([name]) => ({ name, reason: [], transport: [] });
const reasoned = ([name, , reason]) => ({ name, reason, transport: [] });
const transported = ([name, , reason, , transport]) => ({ name, reason, transport });
%}

details -> %word                                         {% whole %}
         | %word "{" reason end                          {% reasoned %}
         | %word "{" reason separator transport end      {% transported %}
         | %word "{" reason separator end                {% reasoned %}
         | %word "(" transport ")"                       {% reasoned %}

reason    -> %word:?                                     {% ([reason]) => (reason ? [reason] : []) %}
separator -> "|" | ","
end       -> "}"
transport -> piece:+                                     {% ([pieces]) => pieces %}
piece     -> %word  {% id %} | "|" {% id %} | "," {% id %} | "{" {% id %}
           | "}" {% id %} | "(" {% id %} | ")" {% id %}
