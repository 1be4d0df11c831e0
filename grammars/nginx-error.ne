# What nginx says in its error log, behind the head and before " while ..." and the context.
#
# The grammar sees keys, never text: a word that stands here is itself, any other words are one %text, "..." is %quoted,
# "(111: Connection refused)" is %errno with its name in the key, and "(SSL: ...)" is %tls with its verdict. So the parse
# of a message is the parse of its shape. A rule goes as far as the meaning needs; what follows is `rest`.
#
# No sentence may fit two rules: where one rule's `rest` could swallow another's words, the words differ before it.
@preprocessor typescript
@{%
import { keyLexer } from '../parse/shape/nearley-adapter.js';
import * as says from '../parse/nginx-error/known-messages.js';
%}
@lexer keyLexer

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
      | "the" "new" "socket" "has" "number" rest                             {% says.filesFull %}
      | accept "failed" %errno                                               {% says.acceptFailed %}
      | "bind()" "failed" %errno                                             {% says.bindFailed %}
      | "setsockopt(IP_TRANSPARENT)" "failed" %errno                         {% says.notPermitted %}
      | "setsockopt(SO_BINDANY)" "failed" %errno                             {% says.notPermitted %}
      | "setsockopt(TCP_NODELAY)" "failed" %errno                            {% says.resetWhileTuning %}
      | "setsockopt()" "failed" %errno                                       {% says.unexplained500 %}
      | "setsockopt()" "failed" "," "ignored" %errno                         {% says.informational %}
      | "ioctl()" "failed" %errno                                            {% says.unexplained500 %}
      | "shutdown()" "failed" %errno                                         {% says.unexplained %}
      | "close()" rest                                                       {% says.informational %}

reading -> "recv()" | "readv()" | "recvmsg()" | "recvfrom()" | "WSARecv()" | "SSL_read()"
writing -> "writev()" | "send()" | "sendfile()" | "sendmsg()" | "WSASend()" | "SSL_write()" | "SSL_sendfile()"
accept -> "accept4()" | "accept()"

# --- Timers and closed connections

timer -> "upstream" "timed" "out" %errno:?                                   {% says.timedOut %}
       | "connection" "timed" "out" %errno                                   {% says.connectionTimedOut %}

close -> "upstream" "prematurely" "closed" rest                              {% says.closed %}
       | "upstream" "rejected" "request" rest                                {% says.streamReset %}
       | "upstream" "sent" "goaway" "with" rest                              {% says.streamReset %}
       | "peer" "closed" "connection" "in" "SSL" "handshake" %errno:?        {% says.closedInHandshake %}

# --- Choosing a peer, resolving names

balancing -> "no" "live" "upstreams"                                         {% says.noPeer %}
           | "lua" "balancer" ":" "no" "peer" "set"                          {% says.noPeer %}
           | "upstream" "server" "temporarily" "disabled"                    {% says.ejection %}
           | "no" "upstream" "configuration"                                 {% says.cannotBuild %}
           | "cannot" "add" "new" "server" rest                              {% says.skippedSetting %}
           | "failed" "to" "run" "balancer_by_lua*" rest                     {% says.cannotBuild %}

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
      | "unexpected" "DNS" rest                                              {% says.informational %}
      | "unexpected" "RR" "type" rest                                        {% says.informational %}
      | "wrong" "ident" rest                                                 {% says.informational %}
      | "no" "PTR" "type" rest                                               {% says.informational %}

# --- What upstreams answer

answer -> "upstream" "sent" "no" "valid" rest                                {% says.notHttp %}
        | "upstream" "sent" "no" ":status" rest                              {% says.malformed %}
        | "upstream" "sent" "too" "big" "header"                             {% says.headerTooBig %}
        | "upstream" "sent" "too" "big" "trailers"                           {% says.malformed %}
        | "upstream" "sent" "too" "big" "early" rest                         {% says.informational %}
        | "upstream" "sent" "too" "large" "http2" "header" rest              {% says.headerTooBig %}
        | "upstream" "sent" "too" "large" "http2" "frame" rest               {% says.otherProtocol %}
        | "upstream" "sent" "too" "large" "window" rest                      {% says.malformed %}
        | "upstream" "sent" "too" measure rest                               {% says.malformed %}
        | "upstream" "sent" "unsupported" rest                               {% says.otherProtocol %}
        | "upstream" "prematurely" "sent" "response"                         {% says.otherProtocol %}
        | "upstream" "sent" "goaway" "frame" rest                            {% says.malformed %}
        | "upstream" "sent" "data" "frame" rest                              {% says.malformed %}
        | "upstream" "sent" "data" "after" rest                              {% says.informational %}
        | "upstream" "sent" "more" rest                                      {% says.informational %}
        | "upstream" "sent" fault rest                                       {% says.malformed %}
        | "upstream" "sent" %quoted rest                                     {% says.malformed %}
        | "upstream" "violated" rest                                         {% says.malformed %}
        | "memcached" "sent" "invalid" rest                                  {% says.malformed %}
        | "invalid" "header" "after" rest                                    {% says.malformed %}
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
     | "SSL_shutdown()" rest                                                 {% says.informational %}
     | "ignoring" "stale" "global" "SSL" "error" rest                        {% says.informational %}
     | "upstream" "SSL" "certificate" rest                                   {% says.untrusted %}
     | "certificate" "verify" rest                                          {% says.untrusted %}
     | "SSL_set_tlsext_host_name()" "failed" %tls                            {% says.cannotPrepare %}
     | "SSL_set_alpn_protos()" "failed" %tls                                 {% says.cannotPrepare %}
     | "SSL_use_certificate()" "failed" %tls                                 {% says.cannotPrepare %}
     | "cannot" "load" "certificate" rest                                    {% says.cannotPrepare %}
     | "SSL_new()" "failed" %tls                                             {% says.memoryFull %}

# --- Requests that cannot be built from the configuration

request -> "invalid" "URL" "prefix" rest                                     {% says.cannotBuild %}
         | reason "in" "upstream" %quoted                                    {% says.cannotBuild %}
         | "zero" "length" "URI" "to" "proxy"                                {% says.cannotBuild %}
         | secured "protocol" "requires" "SSL" "support"                     {% says.cannotBuild %}
         | "cache" %quoted "not" "found"                                     {% says.cannotBuild %}
         | "thread" "pool" %quoted "not" "found"                             {% says.cannotPrepare %}
         | "invalid" "local" "address" %quoted                               {% says.skippedSetting %}
         | "could" "not" "enable" "transparent" rest                         {% says.cannotPrepare %}
         | "fastcgi" "request" "record" "is" "too" rest                      {% says.cannotBuild %}
         | "uwsgi" "request" "is" "too" rest                                 {% says.cannotBuild %}
         | framed "request" "length" "mismatch"                              {% says.unbuilt %}
         | "no" "buffer" "space" "in" rest                                   {% says.unbuilt %}
         | "the" %quoted "variable" "is" "not" "set"                         {% says.cannotBuild %}
         | "too" "long" "http2" rest                                         {% says.cannotBuild %}
         | "rewrite" "or" "internal" "redirection" "cycle" rest              {% says.cannotBuild %}
         | "could" "not" "find" "named" "location" rest                      {% says.cannotBuild %}
         | "pcre2_match()" "failed" ":" rest                                 {% says.cannotBuild %}
         | "no" "password" "available"                                       {% says.cannotPrepare %}
         | "no" "connection" "data" rest                                     {% says.unexplained %}
         | "could" "not" "send" "PROXY" rest                                 {% says.unexplained500 %}
         | "buffered" "data" "on" "next" "upstream"                          {% says.unexplained500 %}

reason  -> "no" part | "invalid" part | %text | "unix" %text
part    -> "host" | "port" | "path" | "URL" | "no" | %text
secured -> "grpcs" | "suwsgi"
framed  -> "fastcgi" | "uwsgi" | "scgi"

# --- The configuration at start or reload

start -> "host" "not" "found" "in" "upstream" resolved rest                  {% says.unknownAtStart %}
       | reason "in" "upstream" %quoted "in" rest                            {% says.badStart %}
       | "no" "servers" "in" "upstream" rest                                 {% says.badStart %}
       | "no" "resolver" "defined" "to" "resolve" "names" "at" rest          {% says.badStart %}
       | "resolving" "names" rest                                            {% says.badStart %}
       | "load" "balancing" "method" rest                                    {% says.badStart %}
       | "upstream" %quoted "may" "not" "have" "port" rest                   {% says.badStart %}
       | "no" trusted "for" rest                                             {% says.badStart %}
       | "no" %quoted "is" "defined" "for" "certificate" rest                {% says.badStart %}
       | "sticky" "zone" rest                                                {% says.badStart %}
       | "bind()" "to" address "failed" %errno                               {% says.badStart %}
       | "socket()" address "failed" %errno                                  {% says.noSocketAtStart %}
       | "still" "could" "not" "bind()"                                      {% says.badStart %}

trusted -> "proxy_ssl_trusted_certificate" | "grpc_ssl_trusted_certificate" | "uwsgi_ssl_trusted_certificate"

# --- Limits of the gateway itself

limit -> %text:? "worker_connections" "are" "not" "enough" rest              {% says.connectionsFull %}
       | %text:? "worker_connections" "exceed" "open" "file" rest            {% says.filesFull %}
       | "malloc()" "failed" rest                                            {% says.memoryFull %}
       | "ngx_slab_alloc()" "failed" rest                                    {% says.memoryFull %}
       | "fork()" "failed" "while" "spawning" rest                           {% says.memoryFull %}
       | "limiting" limited rest                                             {% says.rateLimited %}
       | "could" "not" "allocate" "node" zoned                                {% says.rateLimited %}
      | "could" "not" "allocate" "node" zoned "," rest                       {% says.informational %}
      | "delaying" "request" rest                                           {% says.informational %}

limited -> "requests" | "connections"
zoned   -> null | %text | "in" %text:? "zone" %quoted

# --- Temporary files and caches

storage -> fileCall %quoted "failed" %errno                                  {% says.storageFailed %}
         | fileCall %quoted "has" rest                                       {% says.storageBroken %}
         | "sendfile()" "reported" "that" %quoted "was" "truncated" rest     {% says.storageBroken %}
         | "cache" "file" %quoted "contains" rest                            {% says.storageBroken %}
         | "thread" "operation" "took" "too" "long"                          {% says.storageBroken %}
         | "unlink()" rest                                                   {% says.informational %}

fileCall -> "open()" | "openat()" | "pwrite()" | "pwritev()" | "write()" | "mkdir()" | "rename()" | "fopen()" | "pread()" | "read()"

# --- Processes come and go

process -> named "exited" "on" "signal" rest                                 {% says.crashed %}
         | named "exited" "with" "fatal" rest                                {% says.crashed %}
         | named "exited" "with" "code" rest                                 {% says.workerExit %}
         | "shared" "memory" "zone" %quoted "was" "locked" rest              {% says.crashed %}
         | "could" "not" "respawn" rest                                      {% says.crashed %}
         | "signal" "process" "started"                                      {% says.reload %}
         | "signal" %text:? hup "received" rest                              {% says.reload %}
         | "signal" %text:? quit "received" rest                             {% says.stop %}
         | "signal" %text:? "(SIGUSR1)" "received" rest                      {% says.reopen %}
         | "signal" %text:? "(SIGUSR2)" "received" rest                      {% says.upgrade %}
         | "signal" %text:? child "received" rest                            {% says.informational %}
         | "signal" %text "received" rest                                    {% says.signalled %}
         | "reconfiguring"                                                   {% says.reload %}
         | "reopening" "logs"                                                {% says.reopen %}
         | "changing" "binary"                                               {% says.upgrade %}
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
        | "auth" "request" "unexpected" "status" rest                        {% says.derived %}

reporter -> "epoll_wait()" | "kevent()"

# --- Scripts: only balancers and resolvers written in Lua speak of upstreams

script -> %lua "no" "peer" "was" "returned" rest                             {% says.noPeerReturned %}
        | %lua "failed" "to" "pick" "server" rest                            {% says.noPeerReturned %}
        | %lua "attempted" "to" "proxy" "to" "self" rest                     {% says.cannotBalance %}
        | %lua "error" "while" "setting" "current" "upstream" "peer" rest    {% says.cannotBalance %}
        | %lua "failed" "to" "query" "the" "DNS" "server" "for" rest         {% says.nameServerFailed %}
        | %lua "DNS" "resolution" "failed" ":" lookup                        {% says.lookedUp %}
        | %lua "failed" "to" "parse" "domain" ":" resolved "," "error" ":" "failed" "to" "query" "the" "DNS" "server" ":" lookup {% says.lookedUp %}
        | %lua "failed" "the" "initial" "dns/balancer" "resolve" "for" resolved "with" ":" balancer {% says.lookedUp %}
        | %lua "failed" "to" "retry" "the" "dns/balancer" "resolver" "for" resolved "with" ":" balancer {% says.lookedUp %}
        | %lua "failed" "to" "resolve" "domain" ":" resolved "," "error" ":" "failed" "to" "parse" "domain" ":" resolved "," "error" ":" "failed" "to" "query" "the" "DNS" "server" ":" lookup {% says.lookedUp %}
        | %lua "failed" "to" "query" "the" "DNS" "server" ":" lookup         {% says.lookedUp %}
        | %lua "failed" "setting" "the" "current" "peer" rest                {% says.cannotBalance %}
        | %lua "failed" "to" "set" "the":? "current" "peer" rest             {% says.cannotBalance %}
        | %lua "failed" "to" "set" "upstream" rest                           {% says.noPeerReturned %}
        | %voice rest                                                        {% says.informational %}
        | "FastCGI" "sent" "in" rest                                         {% says.informational %}

balancer -> "failure" rest                                                   {% says.noPeer %}
          | "no" rest                                                        {% says.noPeer %}
          | lookup                                                           {% id %}
lookup   -> "dns" "server" "error" ":" "3" rest                              {% says.nameNotFound %}
          | "dns" "server" "error" ":" %text rest                            {% says.nameServerFailed %}
          | "dns" "client" rest                                              {% says.nameNotFound %}
          | "timeout" rest                                                   {% says.nameTimedOut %}
          | "failed" rest                                                    {% says.nameServerFailed %}
          | %text                                                            {% says.unchosen %}
          | %text ":" rest                                                   {% says.unchosen %}

# --- Understood, and nothing to worry about

note -> "balancer" "does" "not" "support" rest                               {% says.informational %}
      | "an" "upstream" "response" "is" "buffered" rest                      {% says.informational %}
      | "a" "client" "request" rest                                          {% says.informational %}
      | "could" "not" "cancel" rest                                          {% says.informational %}
      | "key" ":" %quoted rest                                               {% says.informational %}
      | "preread" "buffer" "full"                                            {% says.informational %}
      | "the" "value" "of" rest                                              {% says.informational %}

# --- Parts

address    -> word                                                           {% says.address %}
resolved   -> word {% says.name %} | %quoted                                    {% says.name %}
word       -> %text {% id %} | %word {% id %}
rest       -> any:*
any        -> %text | %word | %quoted | %errno | %tls
