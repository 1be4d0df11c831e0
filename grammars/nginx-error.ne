# Messages of nginx's error log, after the header and before " while ..." and the context.
#
# The grammar sees token kinds, never text: a literal of this file is a word token, other words are one %text, "..." is
# %quoted, "(111: Connection refused)" is %errno with the errno as its value, and "(SSL: ...)" is %tls with its symptom.
# So the parse of a message is the parse of its shape. A rule is as long as its meaning needs; the remainder is `rest`.
#
# No message may match two rules: where the `rest` of one rule could match the words of another, the words before it differ.
@preprocessor typescript
@{%
import { shapeLexer } from '../parse/shape/nearley-adapter.js';
import * as meanings from '../parse/nginx-error/message-meanings.js';
%}
@lexer shapeLexer

message -> call {% id %} | timer {% id %} | close {% id %} | balancing {% id %} | name {% id %} | answer {% id %}
         | tls {% id %} | request {% id %} | start {% id %} | limit {% id %} | storage {% id %} | process {% id %}
         | client {% id %} | script {% id %} | note {% id %}

# --- System calls: the errno gives the symptom, the action the phase

call -> reading "failed" %errno                                              {% meanings.callFailed %}
      | writing "failed" %errno                                              {% meanings.writeFailed %}
      | "connect()" "failed" %errno                                          {% meanings.connectCallFailed %}
      | "kevent()" "reported" "that" "connect()" "failed" %errno             {% meanings.connectCallFailed %}
      | "connect()" "to" address "failed" %errno                             {% meanings.connectCallFailed %}
      | "upstream" "connect" "failed" %errno                                 {% meanings.connectCallFailed %}
      | "proxy_connect" ":" "upstream" "connect" "failed" %errno             {% meanings.connectCallFailed %}
      | %errno                                                               {% meanings.bareErrno %}
      | "kevent()" "reported" "that" "upstream" "closed" "connection" %errno {% meanings.closedByKevent %}
      | "socket()" "failed" %errno                                           {% meanings.socketCallFailed %}
      | "the" "new" "socket" "has" "number" rest                             {% meanings.fileDescriptorsFull %}
      | accept "failed" %errno                                               {% meanings.acceptFailed %}
      | "bind()" "failed" %errno                                             {% meanings.bindFailed %}
      | "setsockopt(IP_TRANSPARENT)" "failed" %errno                         {% meanings.notPermitted %}
      | "setsockopt(SO_BINDANY)" "failed" %errno                             {% meanings.notPermitted %}
      | "setsockopt(TCP_NODELAY)" "failed" %errno                            {% meanings.resetAtSetsockopt %}
      | "setsockopt()" "failed" %errno                                       {% meanings.unexplainedFailure500 %}
      | "setsockopt()" "failed" "," "ignored" %errno                         {% meanings.informationalNotice %}
      | "ioctl()" "failed" %errno                                            {% meanings.unexplainedFailure500 %}
      | "shutdown()" "failed" %errno                                         {% meanings.unexplainedFailure %}
      | "close()" rest                                                       {% meanings.informationalNotice %}

reading -> "recv()" | "readv()" | "recvmsg()" | "recvfrom()" | "WSARecv()" | "SSL_read()"
writing -> "writev()" | "send()" | "sendfile()" | "sendmsg()" | "WSASend()" | "SSL_write()" | "SSL_sendfile()"
accept -> "accept4()" | "accept()"

# --- Timers and closed connections

timer -> "upstream" "timed" "out" %errno:?                                   {% meanings.timedOut %}
       | "connection" "timed" "out" %errno                                   {% meanings.connectionTimedOut %}
       | "proxy_connect" ":" "upstream" "read" "timed" "out" address         {% meanings.tunnelTimedOut %}
       | "proxy_connect" ":" "upstream" "write" "timed" "out" address        {% meanings.tunnelTimedOut %}
       | "proxy_connect" ":" "upstream" "connect" "timed" "out" address      {% meanings.tunnelNotOpened %}

close -> "upstream" "prematurely" "closed" rest                              {% meanings.upstreamClosed %}
       | "upstream" "rejected" "request" rest                                {% meanings.upstreamStreamReset %}
       | "upstream" "sent" "goaway" "with" rest                              {% meanings.upstreamStreamReset %}
       | "peer" "closed" "connection" "in" "SSL" "handshake" %errno:?        {% meanings.closedInHandshake %}

# --- Choosing a peer, resolving names

balancing -> "no" "live" "upstreams"                                         {% meanings.noPeer %}
           | "lua" "balancer" ":" "no" "peer" "set"                          {% meanings.noPeer %}
           | "upstream" "server" "temporarily" "disabled"                    {% meanings.peerEjection %}
           | "disable" "check" "peer" ":" address                            {% meanings.peerDisabled %}
           | "enable" "check" "peer" ":" address                             {% meanings.peerEnabled %}
           | "check" "time" "out" "with" "peer" ":" address                  {% meanings.checkTimedOut %}
           | "check" "protocol" word "error" "with" "peer" ":" address       {% meanings.checkMalformed %}
           | "no" "upstream" "configuration"                                 {% meanings.cannotBuildRequest %}
           | "cannot" "add" "new" "server" rest                              {% meanings.skippedSetting %}
           | "failed" "to" "run" "balancer_by_lua*" rest                     {% meanings.cannotBuildRequest %}

name -> resolved:? "could" "not" "be" "resolved" %errno                        {% meanings.notResolved %}
      | resolved "could" "not" "be" "resolved" %errno "while" "resolving" "service" rest {% meanings.notResolved %}
      | "service" word "of" resolved "could" "not" "be" "resolved" %errno    {% meanings.notResolved %}
      | dynamic ":" resolved "could" "not" "be" "resolved" %errno            {% meanings.notRefreshed %}
      | "upstream_jdomain" ":" "resolver" "failed" "," resolved %errno       {% meanings.notResolved %}
      | "no" "resolver" "defined" "to" "resolve" resolved                    {% meanings.noResolver %}
      | "DNS" "error" %errno "," "query" rest                                {% meanings.nameServerFailed %}
      | "invalid" word "DNS" "response" rest                                 {% meanings.nameServerFailed %}
      | "unknown" "query" rest                                               {% meanings.nameServerFailed %}
      | "short" "DNS" "response"                                             {% meanings.nameServerFailed %}
      | "invalid" "number" "of" "questions" "in" "DNS" "response"            {% meanings.nameServerFailed %}
      | "unexpected" "compression" rest                                      {% meanings.nameServerFailed %}
      | "zero-length" "domain" rest                                          {% meanings.nameServerFailed %}
      | "unexpected" "RR" "class" rest                                       {% meanings.nameServerFailed %}
      | "send()" "incomplete"                                                {% meanings.nameServerFailed %}
      | "buffer" "overflow"                                                  {% meanings.nameServerFailed %}
      | "no" "A" "or" "CNAME" rest                                           {% meanings.nameNotFound %}
      | "no" "SRV" "type" rest                                               {% meanings.nameNotFound %}
      | "unexpected" "DNS" rest                                              {% meanings.informationalNotice %}
      | "unexpected" "RR" "type" rest                                        {% meanings.informationalNotice %}
      | "wrong" "ident" rest                                                 {% meanings.informationalNotice %}
      | "no" "PTR" "type" rest                                               {% meanings.informationalNotice %}

dynamic -> "upstream-dynamic-servers" | "upstream_dynamic_servers" | "upstream_jdomain"

# --- Responses of upstreams

answer -> "upstream" "sent" "no" "valid" rest                                {% meanings.notHttp %}
        | "upstream" "sent" "no" ":status" rest                              {% meanings.upstreamMalformed %}
        | "upstream" "sent" "too" "big" "header"                             {% meanings.upstreamHeaderTooBig %}
        | "upstream" "sent" "too" "big" "trailers"                           {% meanings.upstreamMalformed %}
        | "upstream" "sent" "too" "big" "early" rest                         {% meanings.informationalNotice %}
        | "upstream" "sent" "too" "large" "http2" "header" rest              {% meanings.upstreamHeaderTooBig %}
        | "upstream" "sent" "too" "large" "http2" "frame" rest               {% meanings.otherProtocol %}
        | "upstream" "sent" "too" "large" "window" rest                      {% meanings.upstreamMalformed %}
        | "upstream" "sent" "too" measure rest                               {% meanings.upstreamMalformed %}
        | "upstream" "sent" "unsupported" rest                               {% meanings.otherProtocol %}
        | "upstream" "prematurely" "sent" "response"                         {% meanings.otherProtocol %}
        | "upstream" "sent" "goaway" "frame" rest                            {% meanings.upstreamMalformed %}
        | "upstream" "sent" "data" "frame" rest                              {% meanings.upstreamMalformed %}
        | "upstream" "sent" "data" "after" rest                              {% meanings.informationalNotice %}
        | "upstream" "sent" "more" rest                                      {% meanings.informationalNotice %}
        | "upstream" "sent" fault rest                                       {% meanings.upstreamMalformed %}
        | "upstream" "sent" %quoted rest                                     {% meanings.upstreamMalformed %}
        | "upstream" "violated" rest                                         {% meanings.upstreamMalformed %}
        | "memcached" "sent" "invalid" rest                                  {% meanings.upstreamMalformed %}
        | "invalid" "header" "after" rest                                    {% meanings.upstreamMalformed %}
        | "connection" "upgrade" "in" "subrequest"                           {% meanings.malformedSlice %}
        | "unsafe" "URI" %quoted "was" "detected"                            {% meanings.malformedRedirect %}
        | "unexpected" "status" "code" rest                                  {% meanings.malformedSlice %}
        | "etag" "mismatch" "in" "slice" rest                                {% meanings.malformedSlice %}
        | "invalid" "range" "in" "slice" rest                                {% meanings.malformedSlice %}
        | "no" "complete" "length" rest                                      {% meanings.malformedSlice %}
        | "unexpected" "range" "in" "slice" rest                             {% meanings.malformedSlice %}
        | "missing" "slice" rest                                             {% meanings.malformedSlice %}
        | "broken" "header" ":" rest                                         {% meanings.notProxyProtocol %}

measure -> "short" | "long" | "many"
fault   -> "invalid" | "unexpected" | "duplicate" | "unknown" | "truncated" | "zero" | "headers" | "settings" | "ping"
         | "window" | "rst" | "frame" | "trailer" | "http2" | "HTTP/1.0" | "response"

# --- TLS

tls -> "SSL_do_handshake()" "failed" %tls                                    {% meanings.tlsFailed %}
     | "SSL_do_handshake()" "failed" %errno                                  {% meanings.handshakeFailed %}
     | "SSL_set_session()" "failed" %tls                                     {% meanings.handshakeFailed %}
     | "SSL" "handshake" "failed" %tls                                       {% meanings.tlsFailed %}
     | "SSL_read()" "failed" %tls                                            {% meanings.tlsReadFailed %}
     | "SSL_write()" "failed" %tls                                           {% meanings.tlsWriteFailed %}
     | "SSL_shutdown()" rest                                                 {% meanings.informationalNotice %}
     | "ignoring" "stale" "global" "SSL" "error" rest                        {% meanings.informationalNotice %}
     | "upstream" "SSL" "certificate" rest                                   {% meanings.certificateUntrusted %}
     | "certificate" "verify" rest                                          {% meanings.certificateUntrusted %}
     | "SSL_set_tlsext_host_name()" "failed" %tls                            {% meanings.cannotPrepareConnection %}
     | "SSL_set_alpn_protos()" "failed" %tls                                 {% meanings.cannotPrepareConnection %}
     | "SSL_use_certificate()" "failed" %tls                                 {% meanings.cannotPrepareConnection %}
     | "cannot" "load" "certificate" rest                                    {% meanings.cannotPrepareConnection %}
     | "SSL_new()" "failed" %tls                                             {% meanings.memoryFull %}

# --- Requests that cannot be built from the configuration

request -> "invalid" "URL" "prefix" rest                                     {% meanings.cannotBuildRequest %}
         | reason "in" "upstream" %quoted                                    {% meanings.cannotBuildRequest %}
         | "zero" "length" "URI" "to" "proxy"                                {% meanings.cannotBuildRequest %}
         | secured "protocol" "requires" "SSL" "support"                     {% meanings.cannotBuildRequest %}
         | "cache" %quoted "not" "found"                                     {% meanings.cannotBuildRequest %}
         | "thread" "pool" %quoted "not" "found"                             {% meanings.cannotPrepareConnection %}
         | "invalid" "local" "address" %quoted                               {% meanings.skippedSetting %}
         | "could" "not" "enable" "transparent" rest                         {% meanings.cannotPrepareConnection %}
         | "fastcgi" "request" "record" "is" "too" rest                      {% meanings.cannotBuildRequest %}
         | "uwsgi" "request" "is" "too" rest                                 {% meanings.cannotBuildRequest %}
         | framed "request" "length" "mismatch"                              {% meanings.requestNotBuilt %}
         | "no" "buffer" "space" "in" rest                                   {% meanings.requestNotBuilt %}
         | "the" %quoted "variable" "is" "not" "set"                         {% meanings.cannotBuildRequest %}
         | "too" "long" "http2" rest                                         {% meanings.cannotBuildRequest %}
         | "rewrite" "or" "internal" "redirection" "cycle" rest              {% meanings.cannotBuildRequest %}
         | "could" "not" "find" "named" "location" rest                      {% meanings.cannotBuildRequest %}
         | "pcre2_match()" "failed" ":" rest                                 {% meanings.cannotBuildRequest %}
         | "no" "password" "available"                                       {% meanings.cannotPrepareConnection %}
         | "no" "connection" "data" rest                                     {% meanings.unexplainedFailure %}
         | "could" "not" "send" "PROXY" rest                                 {% meanings.unexplainedFailure500 %}
         | "buffered" "data" "on" "next" "upstream"                          {% meanings.unexplainedFailure500 %}

reason  -> "no" part | "invalid" part | %text | "unix" %text
part    -> "host" | "port" | "path" | "URL" | "no" | %text
secured -> "grpcs" | "suwsgi"
framed  -> "fastcgi" | "uwsgi" | "scgi"

# --- Configuration at startup or reload

start -> "host" "not" "found" "in" "upstream" resolved rest                  {% meanings.startupNameNotFound %}
       | reason "in" "upstream" %quoted "in" rest                            {% meanings.startupMisconfigured %}
       | "no" "servers" "in" "upstream" rest                                 {% meanings.startupMisconfigured %}
       | "no" "resolver" "defined" "to" "resolve" "names" "at" rest          {% meanings.startupMisconfigured %}
       | "resolving" "names" rest                                            {% meanings.startupMisconfigured %}
       | "load" "balancing" "method" rest                                    {% meanings.startupMisconfigured %}
       | "upstream" %quoted "may" "not" "have" "port" rest                   {% meanings.startupMisconfigured %}
       | "no" trusted "for" rest                                             {% meanings.startupMisconfigured %}
       | "no" %quoted "is" "defined" "for" "certificate" rest                {% meanings.startupMisconfigured %}
       | "sticky" "zone" rest                                                {% meanings.startupMisconfigured %}
       | "bind()" "to" address "failed" %errno                               {% meanings.startupMisconfigured %}
       | "socket()" address "failed" %errno                                  {% meanings.startupSocketFailed %}
       | "still" "could" "not" "bind()"                                      {% meanings.startupMisconfigured %}

trusted -> "proxy_ssl_trusted_certificate" | "grpc_ssl_trusted_certificate" | "uwsgi_ssl_trusted_certificate"

# --- Limits of the gateway

limit -> %text:? "worker_connections" "are" "not" "enough" rest              {% meanings.connectionsFull %}
       | %text:? "worker_connections" "exceed" "open" "file" rest            {% meanings.fileDescriptorsFull %}
       | "malloc()" "failed" rest                                            {% meanings.memoryFull %}
       | "ngx_slab_alloc()" "failed" rest                                    {% meanings.memoryFull %}
       | "fork()" "failed" "while" "spawning" rest                           {% meanings.memoryFull %}
       | "limiting" limited rest                                             {% meanings.rateLimited %}
       | "could" "not" "allocate" "node" zoned                                {% meanings.rateLimited %}
      | "could" "not" "allocate" "node" zoned "," rest                       {% meanings.informationalNotice %}
      | "delaying" "request" rest                                           {% meanings.informationalNotice %}

limited -> "requests" | "connections"
zoned   -> null | %text | "in" %text:? "zone" %quoted

# --- Temporary files and caches

storage -> fileCall %quoted "failed" %errno                                  {% meanings.storageFailed %}
         | fileCall %quoted "has" rest                                       {% meanings.storageBroken %}
         | "sendfile()" "reported" "that" %quoted "was" "truncated" rest     {% meanings.storageBroken %}
         | "cache" "file" %quoted "contains" rest                            {% meanings.storageBroken %}
         | "thread" "operation" "took" "too" "long"                          {% meanings.storageBroken %}
         | "unlink()" rest                                                   {% meanings.informationalNotice %}

fileCall -> "open()" | "openat()" | "pwrite()" | "pwritev()" | "write()" | "mkdir()" | "rename()" | "fopen()" | "pread()" | "read()"

# --- Processes start and stop

process -> named "exited" "on" "signal" rest                                 {% meanings.workerCrashed %}
         | named "exited" "with" "fatal" rest                                {% meanings.workerCrashed %}
         | named "exited" "with" "code" rest                                 {% meanings.workerExit %}
         | "shared" "memory" "zone" %quoted "was" "locked" rest              {% meanings.workerCrashed %}
         | "could" "not" "respawn" rest                                      {% meanings.workerCrashed %}
         | "signal" "process" "started"                                      {% meanings.configReload %}
         | "signal" %text:? hup "received" rest                              {% meanings.configReload %}
         | "signal" %text:? quit "received" rest                             {% meanings.gatewayStop %}
         | "signal" %text:? "(SIGUSR1)" "received" rest                      {% meanings.logReopen %}
         | "signal" %text:? "(SIGUSR2)" "received" rest                      {% meanings.binaryUpgrade %}
         | "signal" %text:? child "received" rest                            {% meanings.informationalNotice %}
         | "signal" %text "received" rest                                    {% meanings.signalReceived %}
         | "reconfiguring"                                                   {% meanings.configReload %}
         | "reopening" "logs"                                                {% meanings.logReopen %}
         | "changing" "binary"                                               {% meanings.binaryUpgrade %}
         | "gracefully" "shutting" "down"                                    {% meanings.workerExit %}
         | "exiting"                                                         {% meanings.workerExit %}
         | "exit"                                                            {% meanings.workerExit %}
         | "start" "worker" "processes"                                      {% meanings.newWorker %}
         | "start" named                                                     {% meanings.newWorker %}
         | "shutdown" "timeout"                                              {% meanings.workerExit %}
         | "disconnected" "on" "shutdown"                                    {% meanings.workerExit %}

named -> "worker" "process" %text:? | "cache" cacheRole "process" %text:? | %text | %text "process" %text:?
cacheRole -> "manager" | "loader"
hup   -> "(SIGHUP)"
quit  -> "(SIGTERM)" | "(SIGQUIT)" | "(SIGINT)" | "(SIGWINCH)"
child -> "(SIGCHLD)" | "(SIGALRM)" | "(SIGIO)" | "(SIGPIPE)"

# --- Clients

client -> "client" "prematurely" "closed" rest                               {% meanings.clientAbort %}
        | reporter "reported" "that" "client" rest                           {% meanings.clientAbort %}
        | "client" "timed" "out" rest                                        {% meanings.clientTimeout %}
        | "auth" "request" "unexpected" "status" rest                        {% meanings.derivedNotice %}

reporter -> "epoll_wait()" | "kevent()"

# --- Scripts: only Lua balancers and resolvers report upstream failures

script -> %lua "no" "peer" "was" "returned" rest                             {% meanings.noPeerReturned %}
        | %lua "failed" "to" "pick" "server" rest                            {% meanings.noPeerReturned %}
        | %lua "attempted" "to" "proxy" "to" "self" rest                     {% meanings.cannotBalance %}
        | %lua "error" "while" "setting" "current" "upstream" "peer" rest    {% meanings.cannotBalance %}
        | %lua "error" "while" "setting" "the" "current" "peer" rest           {% meanings.cannotBalance %}
        | %lua "failed" "to" "query" "the" "DNS" "server" "for" rest         {% meanings.nameServerFailed %}
        | %lua "DNS" "resolution" "failed" ":" lookup                        {% meanings.balancerLookup %}
        | %lua "failed" "to" "parse" "domain" ":" resolved "," "error" ":" "failed" "to" "query" "the" "DNS" "server" ":" lookup {% meanings.balancerLookup %}
        | %lua "failed" "the" "initial" "dns/balancer" "resolve" "for" resolved "with" ":" balancer {% meanings.balancerLookup %}
        | %lua "failed" "to" "retry" "the" "dns/balancer" "resolver" "for" resolved "with" ":" balancer {% meanings.balancerLookup %}
        | %lua "failed" "to" "resolve" "domain" ":" resolved "," "error" ":" "failed" "to" "parse" "domain" ":" resolved "," "error" ":" "failed" "to" "query" "the" "DNS" "server" ":" lookup {% meanings.balancerLookup %}
        | %lua "failed" "to" "query" "the" "DNS" "server" ":" lookup         {% meanings.balancerLookup %}
        | %lua "failed" "setting" "the" "current" "peer" rest                {% meanings.cannotBalance %}
        | %lua "failed" "to" "set" "the":? "current" "peer" rest             {% meanings.cannotBalance %}
        | %lua "failed" "to" "set" "upstream" rest                           {% meanings.noPeerReturned %}
        | %luaUnconfigured rest                                              {% meanings.cannotBalance %}
        | %luaNameError rest                                                 {% meanings.nameNotFound %}
        | %luaEmptyGroup rest                                                {% meanings.noPeerReturned %}
        | %luaAborted rest                                                   {% meanings.scriptAborted %}
        | %luaPhaseAborted rest                                              {% meanings.scriptAbortedInPhase %}
        | %luaFilterFailed rest                                              {% meanings.filterFailed %}
        | %foreign rest                                                        {% meanings.informationalNotice %}
        | "FastCGI" "sent" "in" rest                                         {% meanings.informationalNotice %}

balancer -> "failure" rest                                                   {% meanings.noPeer %}
          | "no" rest                                                        {% meanings.noPeer %}
          | lookup                                                           {% id %}
lookup   -> "dns" "server" "error" ":" "3" rest                              {% meanings.nameNotFound %}
          | "dns" "server" "error" ":" %text rest                            {% meanings.nameServerFailed %}
          | "dns" "client" rest                                              {% meanings.nameNotFound %}
          | "timeout" rest                                                   {% meanings.nameTimedOut %}
          | "failed" rest                                                    {% meanings.nameServerFailed %}
          | %text                                                            {% meanings.peerNotChosen %}
          | %text ":" rest                                                   {% meanings.peerNotChosen %}

# --- Known and harmless

note -> "balancer" "does" "not" "support" rest                               {% meanings.informationalNotice %}
      | "an" "upstream" "response" "is" "buffered" rest                      {% meanings.informationalNotice %}
      | "a" "client" "request" rest                                          {% meanings.informationalNotice %}
      | "could" "not" "cancel" rest                                          {% meanings.informationalNotice %}
      | "key" ":" %quoted rest                                               {% meanings.informationalNotice %}
      | "preread" "buffer" "full"                                            {% meanings.informationalNotice %}
      | "the" "value" "of" rest                                              {% meanings.informationalNotice %}

# --- Parts

address    -> word                                                           {% meanings.captureAddress %}
resolved   -> word {% meanings.captureName %} | %quoted                                    {% meanings.captureName %}
word       -> %text {% id %} | %word {% id %}
rest       -> any:*
any        -> %text | %word | %quoted | %errno | %tls
