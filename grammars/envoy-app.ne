# The head of a record in Envoy's application log, in the layouts that are in use.
#
#   [2026-07-22 10:15:30.123][12][warning][config] [./source/common/config.cc:188] message
#   [2018-05-20 22:49:30.293][16][warning][config] external/envoy/source/common/config.cc:188] message
#   2026-07-22T10:15:30.123456Z⇥warning⇥envoy config external/envoy/source/common/config.cc:190⇥message⇥thread=23
#   2026-07-22T10:15:30.123456Z⇥info⇥ads⇥message          (Istio's agent, which shares the stream)
#   W0722 10:15:30.123 12 envoy/common/config.cc:190] [12][config]message
#
# The message is one token: whatever it holds cannot change how the head is read.
@preprocessor typescript
@{%
const time = { type: 'time' };
const stamp = { type: 'stamp' };
const number = { type: 'number' };
const level = { type: 'level' };
const name = { type: 'name' };
const envoy = { type: 'envoy' };
const place = { type: 'place' };
const thread = { type: 'thread' };
const text = { type: 'text' };

const inner = ([, token]) => token;
const bracketed = ([time, , level, logger, , , message]) => ({ program: 'envoy', time, level, logger, message });
const tabbed = ([time, , level, , , , logger, , , message]) => ({ program: 'envoy', time, level, logger, message });
const agent = ([time, , level, , scope, message]) => ({ program: 'agent', time, level, logger: scope, message });
const stackdriver = ([level, , , , , , , logger, message]) => ({ program: 'envoy', time: null, level, logger, message });
%}

record -> stamped thread_id severity logger:? " " source:? %text            {% bracketed %}
        | %time "\t" %level "\t" %envoy " " %name origin:? "\t" %text ending:?   {% tabbed %}
        | %time "\t" %level "\t" scope:? %text                              {% agent %}
        | %stamp " " %number " " file " " thread_id logger %text            {% stackdriver %}

stamped   -> "[" %time "]"          {% inner %}
thread_id -> "[" %number "]"
severity  -> "[" %level "]"         {% inner %}
logger    -> "[" %name "]"          {% inner %}
source    -> "[" %place "]" " " | file " "
file      -> %place "]"
origin    -> " " %place
scope     -> %name "\t"             {% id %}
ending    -> "\t" %thread
