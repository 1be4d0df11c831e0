# What nginx says in its error log, behind the head and before " while ..." and the context.
#
# The grammar sees keys, never text: a word that stands here is itself, any other words are one %text, "..." is %quoted,
# "(111: Connection refused)" is %errno with its name in the key, and "(SSL: ...)" is %tls with its verdict. So the parse
# of a message is the parse of its shape. A rule goes as far as the meaning needs; what follows is `rest`.
#
# No sentence may fit two rules: where one rule's `rest` could swallow another's words, the words differ before it.
@preprocessor typescript
@{%
import { shapeLexer } from '../parse/shape/nearley-adapter.js';
import * as says from '../parse/nginx-error/known-messages.js';
%}
@lexer shapeLexer

message -> call {% id %} | timer {% id %} | close {% id %} | balancing {% id %} | name {% id %} | answer {% id %}
         | tls {% id %} | request {% id %} | start {% id %} | limit {% id %} | storage {% id %} | process {% id %}
         | client {% id %} | script {% id %} | note {% id %}

# --- System calls: the errno says what, the action in which phase

call -> reading "failed" %errno                                              {% says.callFailed %}
      | writing "failed" %errno                                              {% says.writeFailed %}
      | "connect()" "failed" %errno                                          {% says.connectCallFailed %}
      | "kevent()" "reported" "that" "connect()" "failed" %errno             {% says.connectCallFailed %}
      | "connect()" "to" address "failed" %errno                             {% says.connectCallFailed %}
      | "upstream" "connect" "failed" %errno                                 {% says.connectCallFailed %}
      | "proxy_connect" ":" "upstream" "connect" "failed" %errno             {% says.connectCallFailed %}
      | %errno                                                               {% says.bareErrno %}
      | "kevent()" "reported" "that" "upstream" "closed" "connection" %errno {% says.closedByKevent %}
      | "socket()" "failed" %errno                                           {% says.socketCallFailed %}
      | "the" "new" "socket" "has" "number" rest                             {% says.fileDescriptorsFull %}
      | accept "failed" %errno                                               {% says.acceptFailed %}
      | "bind()" "failed" %errno                                             {% says.bindFailed %}
      | "setsockopt(IP_TRANSPARENT)" "failed" %errno                         {% says.notPermitted %}
      | "setsockopt(SO_BINDANY)" "failed" %errno                             {% says.notPermitted %}
      | "setsockopt(TCP_NODELAY)" "failed" %errno                            {% says.resetAtSetsockopt %}
      | "setsockopt()" "failed" %errno                                       {% says.unexplainedFailure500 %}
      | "setsockopt()" "failed" "," "ignored" %errno                         {% says.informationalNotice %}
      | "ioctl()" "failed" %errno                                            {% says.unexplainedFailure500 %}
      | "shutdown()" "failed" %errno                                         {% says.unexplainedFailure %}
      | "close()" rest                                                       {% says.informationalNotice %}

reading -> "recv()" | "readv()" | "recvmsg()" | "recvfrom()" | "WSARecv()" | "SSL_read()"
writing -> "writev()" | "send()" | "sendfile()" | "sendmsg()" | "WSASend()" | "SSL_write()" | "SSL_sendfile()"
accept -> "accept4()" | "accept()"

# --- Timers and closed connections

timer -> "upstream" "timed" "out" %errno:?                                   {% says.timedOut %}
       | "connection" "timed" "out" %errno                                   {% says.connectionTimedOut %}

close -> "upstream" "prematurely" "closed" rest                              {% says.upstreamClosed %}
       | "upstream" "rejected" "request" rest                                {% says.upstreamStreamReset %}
       | "upstream" "sent" "goaway" "with" rest                              {% says.upstreamStreamReset %}
       | "peer" "closed" "connection" "in" "SSL" "handshake" %errno:?        {% says.closedInHandshake %}

# --- Choosing a peer, resolving names

balancing -> "no" "live" "upstreams"                                         {% says.noPeer %}
           | "lua" "balancer" ":" "no" "peer" "set"                          {% says.noPeer %}
           | "upstream" "server" "temporarily" "disabled"                    {% says.peerEjection %}
           | "no" "upstream" "configuration"                                 {% says.cannotBuildRequest %}
           | "cannot" "add" "new" "server" rest                              {% says.skippedSetting %}
           | "failed" "to" "run" "balancer_by_lua*" rest                     {% says.cannotBuildRequest %}

name -> resolved:? "could" "not" "be" "resolved" %errno                        {% says.notResolved %}
      | resolved "could" "not" "be" "resolved" %errno "while" "resolving" "service" rest {% says.notResolved %}
      | "service" word "of" resolved "could" "not" "be" "resolved" %errno    {% says.notResolved %}
      | "no" "resolver" "defined" "to" "resolve" resolved                    {% says.noResolver %}
      | "DNS" "error" %errno "," "query" rest                                {% says.nameServerFailed %}
      | "invalid" word "DNS" "response" rest                                 {% says.nameServerFailed %}
      | "unknown" "query" rest                                               {% says.nameServerFailed %}
      | "short" "DNS" "response"                                             {% says.nameServerFailed %}
      | "invalid" "number" "of" "questions" "in" "DNS" "response"            {% says.nameServerFailed %}
      | "unexpected" "compression" rest                                      {% says.nameServerFailed %}
      | "zero-length" "domain" rest                                          {% says.nameServerFailed %}
      | "unexpected" "RR" "class" rest                                       {% says.nameServerFailed %}
      | "send()" "incomplete"                                                {% says.nameServerFailed %}
      | "buffer" "overflow"                                                  {% says.nameServerFailed %}
      | "no" "A" "or" "CNAME" rest                                           {% says.nameNotFound %}
      | "no" "SRV" "type" rest                                               {% says.nameNotFound %}
      | "unexpected" "DNS" rest                                              {% says.informationalNotice %}
      | "unexpected" "RR" "type" rest                                        {% says.informationalNotice %}
      | "wrong" "ident" rest                                                 {% says.informationalNotice %}
      | "no" "PTR" "type" rest                                               {% says.informationalNotice %}

# --- What upstreams answer

answer -> "upstream" "sent" "no" "valid" rest                                {% says.notHttp %}
        | "upstream" "sent" "no" ":status" rest                              {% says.upstreamMalformed %}
        | "upstream" "sent" "too" "big" "header"                             {% says.upstreamHeaderTooBig %}
        | "upstream" "sent" "too" "big" "trailers"                           {% says.upstreamMalformed %}
        | "upstream" "sent" "too" "big" "early" rest                         {% says.informationalNotice %}
        | "upstream" "sent" "too" "large" "http2" "header" rest              {% says.upstreamHeaderTooBig %}
        | "upstream" "sent" "too" "large" "http2" "frame" rest               {% says.otherProtocol %}
        | "upstream" "sent" "too" "large" "window" rest                      {% says.upstreamMalformed %}
        | "upstream" "sent" "too" measure rest                               {% says.upstreamMalformed %}
        | "upstream" "sent" "unsupported" rest                               {% says.otherProtocol %}
        | "upstream" "prematurely" "sent" "response"                         {% says.otherProtocol %}
        | "upstream" "sent" "goaway" "frame" rest                            {% says.upstreamMalformed %}
        | "upstream" "sent" "data" "frame" rest                              {% says.upstreamMalformed %}
        | "upstream" "sent" "data" "after" rest                              {% says.informationalNotice %}
        | "upstream" "sent" "more" rest                                      {% says.informationalNotice %}
        | "upstream" "sent" fault rest                                       {% says.upstreamMalformed %}
        | "upstream" "sent" %quoted rest                                     {% says.upstreamMalformed %}
        | "upstream" "violated" rest                                         {% says.upstreamMalformed %}
        | "memcached" "sent" "invalid" rest                                  {% says.upstreamMalformed %}
        | "invalid" "header" "after" rest                                    {% says.upstreamMalformed %}
        | "connection" "upgrade" "in" "subrequest"                           {% says.malformedSlice %}
        | "unsafe" "URI" %quoted "was" "detected"                            {% says.malformedRedirect %}
        | "unexpected" "status" "code" rest                                  {% says.malformedSlice %}
        | "etag" "mismatch" "in" "slice" rest                                {% says.malformedSlice %}
        | "invalid" "range" "in" "slice" rest                                {% says.malformedSlice %}
        | "no" "complete" "length" rest                                      {% says.malformedSlice %}
        | "unexpected" "range" "in" "slice" rest                             {% says.malformedSlice %}
        | "missing" "slice" rest                                             {% says.malformedSlice %}
        | "broken" "header" ":" rest                                         {% says.notProxyProtocol %}

measure -> "short" | "long" | "many"
fault   -> "invalid" | "unexpected" | "duplicate" | "unknown" | "truncated" | "zero" | "headers" | "settings" | "ping"
         | "window" | "rst" | "frame" | "trailer" | "http2" | "HTTP/1.0" | "response"

# --- TLS

tls -> "SSL_do_handshake()" "failed" %tls                                    {% says.tlsFailed %}
     | "SSL_do_handshake()" "failed" %errno                                  {% says.handshakeFailed %}
     | "SSL_set_session()" "failed" %tls                                     {% says.handshakeFailed %}
     | "SSL" "handshake" "failed" %tls                                       {% says.tlsFailed %}
     | "SSL_read()" "failed" %tls                                            {% says.tlsReadFailed %}
     | "SSL_write()" "failed" %tls                                           {% says.tlsWriteFailed %}
     | "SSL_shutdown()" rest                                                 {% says.informationalNotice %}
     | "ignoring" "stale" "global" "SSL" "error" rest                        {% says.informationalNotice %}
     | "upstream" "SSL" "certificate" rest                                   {% says.certificateUntrusted %}
     | "certificate" "verify" rest                                          {% says.certificateUntrusted %}
     | "SSL_set_tlsext_host_name()" "failed" %tls                            {% says.cannotPrepareConnection %}
     | "SSL_set_alpn_protos()" "failed" %tls                                 {% says.cannotPrepareConnection %}
     | "SSL_use_certificate()" "failed" %tls                                 {% says.cannotPrepareConnection %}
     | "cannot" "load" "certificate" rest                                    {% says.cannotPrepareConnection %}
     | "SSL_new()" "failed" %tls                                             {% says.memoryFull %}

# --- Requests that cannot be built from the configuration

request -> "invalid" "URL" "prefix" rest                                     {% says.cannotBuildRequest %}
         | reason "in" "upstream" %quoted                                    {% says.cannotBuildRequest %}
         | "zero" "length" "URI" "to" "proxy"                                {% says.cannotBuildRequest %}
         | secured "protocol" "requires" "SSL" "support"                     {% says.cannotBuildRequest %}
         | "cache" %quoted "not" "found"                                     {% says.cannotBuildRequest %}
         | "thread" "pool" %quoted "not" "found"                             {% says.cannotPrepareConnection %}
         | "invalid" "local" "address" %quoted                               {% says.skippedSetting %}
         | "could" "not" "enable" "transparent" rest                         {% says.cannotPrepareConnection %}
         | "fastcgi" "request" "record" "is" "too" rest                      {% says.cannotBuildRequest %}
         | "uwsgi" "request" "is" "too" rest                                 {% says.cannotBuildRequest %}
         | framed "request" "length" "mismatch"                              {% says.requestNotBuilt %}
         | "no" "buffer" "space" "in" rest                                   {% says.requestNotBuilt %}
         | "the" %quoted "variable" "is" "not" "set"                         {% says.cannotBuildRequest %}
         | "too" "long" "http2" rest                                         {% says.cannotBuildRequest %}
         | "rewrite" "or" "internal" "redirection" "cycle" rest              {% says.cannotBuildRequest %}
         | "could" "not" "find" "named" "location" rest                      {% says.cannotBuildRequest %}
         | "pcre2_match()" "failed" ":" rest                                 {% says.cannotBuildRequest %}
         | "no" "password" "available"                                       {% says.cannotPrepareConnection %}
         | "no" "connection" "data" rest                                     {% says.unexplainedFailure %}
         | "could" "not" "send" "PROXY" rest                                 {% says.unexplainedFailure500 %}
         | "buffered" "data" "on" "next" "upstream"                          {% says.unexplainedFailure500 %}

reason  -> "no" part | "invalid" part | %text | "unix" %text
part    -> "host" | "port" | "path" | "URL" | "no" | %text
secured -> "grpcs" | "suwsgi"
framed  -> "fastcgi" | "uwsgi" | "scgi"

# --- The configuration at start or reload

start -> "host" "not" "found" "in" "upstream" resolved rest                  {% says.startupNameNotFound %}
       | reason "in" "upstream" %quoted "in" rest                            {% says.startupMisconfigured %}
       | "no" "servers" "in" "upstream" rest                                 {% says.startupMisconfigured %}
       | "no" "resolver" "defined" "to" "resolve" "names" "at" rest          {% says.startupMisconfigured %}
       | "resolving" "names" rest                                            {% says.startupMisconfigured %}
       | "load" "balancing" "method" rest                                    {% says.startupMisconfigured %}
       | "upstream" %quoted "may" "not" "have" "port" rest                   {% says.startupMisconfigured %}
       | "no" trusted "for" rest                                             {% says.startupMisconfigured %}
       | "no" %quoted "is" "defined" "for" "certificate" rest                {% says.startupMisconfigured %}
       | "sticky" "zone" rest                                                {% says.startupMisconfigured %}
       | "bind()" "to" address "failed" %errno                               {% says.startupMisconfigured %}
       | "socket()" address "failed" %errno                                  {% says.startupSocketFailed %}
       | "still" "could" "not" "bind()"                                      {% says.startupMisconfigured %}

trusted -> "proxy_ssl_trusted_certificate" | "grpc_ssl_trusted_certificate" | "uwsgi_ssl_trusted_certificate"

# --- Limits of the gateway itself

limit -> %text:? "worker_connections" "are" "not" "enough" rest              {% says.connectionsFull %}
       | %text:? "worker_connections" "exceed" "open" "file" rest            {% says.fileDescriptorsFull %}
       | "malloc()" "failed" rest                                            {% says.memoryFull %}
       | "ngx_slab_alloc()" "failed" rest                                    {% says.memoryFull %}
       | "fork()" "failed" "while" "spawning" rest                           {% says.memoryFull %}
       | "limiting" limited rest                                             {% says.rateLimited %}
       | "could" "not" "allocate" "node" zoned                                {% says.rateLimited %}
      | "could" "not" "allocate" "node" zoned "," rest                       {% says.informationalNotice %}
      | "delaying" "request" rest                                           {% says.informationalNotice %}

limited -> "requests" | "connections"
zoned   -> null | %text | "in" %text:? "zone" %quoted

# --- Temporary files and caches

storage -> fileCall %quoted "failed" %errno                                  {% says.storageFailed %}
         | fileCall %quoted "has" rest                                       {% says.storageBroken %}
         | "sendfile()" "reported" "that" %quoted "was" "truncated" rest     {% says.storageBroken %}
         | "cache" "file" %quoted "contains" rest                            {% says.storageBroken %}
         | "thread" "operation" "took" "too" "long"                          {% says.storageBroken %}
         | "unlink()" rest                                                   {% says.informationalNotice %}

fileCall -> "open()" | "openat()" | "pwrite()" | "pwritev()" | "write()" | "mkdir()" | "rename()" | "fopen()" | "pread()" | "read()"

# --- Processes come and go

process -> named "exited" "on" "signal" rest                                 {% says.workerCrashed %}
         | named "exited" "with" "fatal" rest                                {% says.workerCrashed %}
         | named "exited" "with" "code" rest                                 {% says.workerExit %}
         | "shared" "memory" "zone" %quoted "was" "locked" rest              {% says.workerCrashed %}
         | "could" "not" "respawn" rest                                      {% says.workerCrashed %}
         | "signal" "process" "started"                                      {% says.configReload %}
         | "signal" %text:? hup "received" rest                              {% says.configReload %}
         | "signal" %text:? quit "received" rest                             {% says.gatewayStop %}
         | "signal" %text:? "(SIGUSR1)" "received" rest                      {% says.logReopen %}
         | "signal" %text:? "(SIGUSR2)" "received" rest                      {% says.binaryUpgrade %}
         | "signal" %text:? child "received" rest                            {% says.informationalNotice %}
         | "signal" %text "received" rest                                    {% says.signalReceived %}
         | "reconfiguring"                                                   {% says.configReload %}
         | "reopening" "logs"                                                {% says.logReopen %}
         | "changing" "binary"                                               {% says.binaryUpgrade %}
         | "gracefully" "shutting" "down"                                    {% says.workerExit %}
         | "exiting"                                                         {% says.workerExit %}
         | "exit"                                                            {% says.workerExit %}
         | "start" "worker" "processes"                                      {% says.newWorker %}
         | "start" named                                                     {% says.newWorker %}
         | "shutdown" "timeout"                                              {% says.workerExit %}
         | "disconnected" "on" "shutdown"                                    {% says.workerExit %}

named -> "worker" "process" %text:? | "cache" keeper "process" %text:? | %text | %text "process" %text:?
keeper -> "manager" | "loader"
hup   -> "(SIGHUP)"
quit  -> "(SIGTERM)" | "(SIGQUIT)" | "(SIGINT)" | "(SIGWINCH)"
child -> "(SIGCHLD)" | "(SIGALRM)" | "(SIGIO)" | "(SIGPIPE)"

# --- Clients

client -> "client" "prematurely" "closed" rest                               {% says.clientAbort %}
        | reporter "reported" "that" "client" rest                           {% says.clientAbort %}
        | "client" "timed" "out" rest                                        {% says.clientTimeout %}
        | "auth" "request" "unexpected" "status" rest                        {% says.derivedNotice %}

reporter -> "epoll_wait()" | "kevent()"

# --- Scripts: only balancers and resolvers written in Lua speak of upstreams

script -> %lua "no" "peer" "was" "returned" rest                             {% says.noPeerReturned %}
        | %lua "failed" "to" "pick" "server" rest                            {% says.noPeerReturned %}
        | %lua "attempted" "to" "proxy" "to" "self" rest                     {% says.cannotBalance %}
        | %lua "error" "while" "setting" "current" "upstream" "peer" rest    {% says.cannotBalance %}
        | %lua "failed" "to" "query" "the" "DNS" "server" "for" rest         {% says.nameServerFailed %}
        | %lua "DNS" "resolution" "failed" ":" lookup                        {% says.balancerLookup %}
        | %lua "failed" "to" "parse" "domain" ":" resolved "," "error" ":" "failed" "to" "query" "the" "DNS" "server" ":" lookup {% says.balancerLookup %}
        | %lua "failed" "the" "initial" "dns/balancer" "resolve" "for" resolved "with" ":" balancer {% says.balancerLookup %}
        | %lua "failed" "to" "retry" "the" "dns/balancer" "resolver" "for" resolved "with" ":" balancer {% says.balancerLookup %}
        | %lua "failed" "to" "resolve" "domain" ":" resolved "," "error" ":" "failed" "to" "parse" "domain" ":" resolved "," "error" ":" "failed" "to" "query" "the" "DNS" "server" ":" lookup {% says.balancerLookup %}
        | %lua "failed" "to" "query" "the" "DNS" "server" ":" lookup         {% says.balancerLookup %}
        | %lua "failed" "setting" "the" "current" "peer" rest                {% says.cannotBalance %}
        | %lua "failed" "to" "set" "the":? "current" "peer" rest             {% says.cannotBalance %}
        | %lua "failed" "to" "set" "upstream" rest                           {% says.noPeerReturned %}
        | %voice rest                                                        {% says.informationalNotice %}
        | "FastCGI" "sent" "in" rest                                         {% says.informationalNotice %}

balancer -> "failure" rest                                                   {% says.noPeer %}
          | "no" rest                                                        {% says.noPeer %}
          | lookup                                                           {% id %}
lookup   -> "dns" "server" "error" ":" "3" rest                              {% says.nameNotFound %}
          | "dns" "server" "error" ":" %text rest                            {% says.nameServerFailed %}
          | "dns" "client" rest                                              {% says.nameNotFound %}
          | "timeout" rest                                                   {% says.nameTimedOut %}
          | "failed" rest                                                    {% says.nameServerFailed %}
          | %text                                                            {% says.peerNotChosen %}
          | %text ":" rest                                                   {% says.peerNotChosen %}

# --- Understood, and nothing to worry about

note -> "balancer" "does" "not" "support" rest                               {% says.informationalNotice %}
      | "an" "upstream" "response" "is" "buffered" rest                      {% says.informationalNotice %}
      | "a" "client" "request" rest                                          {% says.informationalNotice %}
      | "could" "not" "cancel" rest                                          {% says.informationalNotice %}
      | "key" ":" %quoted rest                                               {% says.informationalNotice %}
      | "preread" "buffer" "full"                                            {% says.informationalNotice %}
      | "the" "value" "of" rest                                              {% says.informationalNotice %}

# --- Parts

address    -> word                                                           {% says.captureAddress %}
resolved   -> word {% says.captureName %} | %quoted                                    {% says.captureName %}
word       -> %text {% id %} | %word {% id %}
rest       -> any:*
any        -> %text | %word | %quoted | %errno | %tls
