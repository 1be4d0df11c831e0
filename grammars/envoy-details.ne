# %RESPONSE_CODE_DETAILS% of Envoy: a name, and what the name says more of itself.
#
#   via_upstream
#   upstream_reset_before_response_started{connection_termination}
#   upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_111}
#   downstream_local_disconnect(on_idle_timeout)
#
# Only the first separator counts: the text behind it may hold separators and brackets of its own. Where a line was cut,
# the closing bracket is missing.
@preprocessor typescript
@{%
import { shapeLexer } from '../parse/shape/nearley-adapter.js';
import * as plan from '../parse/envoy-access/details-grammar.js';
%}
@lexer shapeLexer

details -> %text                                    {% plan.planName %}
         | %text "{" end                            {% plan.planName %}
         | %text "{" %text end                      {% plan.planNameAndReason %}
         | %text "{" %text separator end            {% plan.planNameAndReason %}
         | %text "{" %text separator %text end      {% plan.planNameReasonAndTransport %}
         | %text "(" %text:? ")"                    {% plan.planName %}

separator -> "|" | ","
end       -> "}":?
