# The header of a record in Envoy's application log, in all common layouts.
#
#   [2026-07-22 10:15:30.123][12][warning][config] [./source/common/config.cc:188] message
#   [2018-05-20 22:49:30.293][16][warning][config] external/envoy/source/common/config.cc:188] message
#   2026-07-22T10:15:30.123456Z⇥warning⇥envoy config external/envoy/source/common/config.cc:190⇥message⇥thread=23
#   2026-07-22T10:15:30.123456Z⇥info⇥ads⇥message          (Istio's agent, in the same stream)
#   W0722 10:15:30.123 12 envoy/common/config.cc:190] [12][config]message
#
# Brackets, tabs and file names are part of the token kinds. The message is one token, so its content cannot change how the
# header is parsed.
@preprocessor typescript
@{%
import { shapeLexer } from '../parse/shape/nearley-adapter.js';
import * as actions from '../parse/envoy-app/grammar-actions.js';
%}
@lexer shapeLexer

record -> %bracketed_time %bracketed_thread %bracketed_level %bracketed_logger:? %gap %message   {% actions.planEnvoyRecord %}
        | %tabbed_time %tabbed_level %envoy_scope %message %thread:?                            {% actions.planEnvoyRecord %}
        | %tabbed_time %tabbed_level %scope:? %message %thread:?                                {% actions.planAgentRecord %}
        | %stamp %file %bracketed_thread %bracketed_logger %message                             {% actions.planEnvoyRecord %}
