# Envoy's %RESPONSE_CODE_DETAILS%: a name, optionally with a reason and a transport error in brackets.
#
#   via_upstream
#   upstream_reset_before_response_started{connection_termination}
#   upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_111}
#   downstream_local_disconnect(on_idle_timeout)
#
# Only the first separator counts: the text after it may contain separators and brackets itself. In a truncated line, the
# closing bracket is missing.
@preprocessor typescript
@{%
import { shapeLexer } from '../parse/shape/nearley-adapter.js';
import * as actions from '../parse/envoy-access/details-grammar-actions.js';
%}
@lexer shapeLexer

details -> %text                                    {% actions.planName %}
         | %text "{" end                            {% actions.planName %}
         | %text "{" %text end                      {% actions.planNameAndReason %}
         | %text "{" %text separator end            {% actions.planNameAndReason %}
         | %text "{" %text separator %text end      {% actions.planNameReasonAndTransport %}
         | %text "(" %text:? ")"                    {% actions.planName %}

separator -> "|" | ","
end       -> "}":?
