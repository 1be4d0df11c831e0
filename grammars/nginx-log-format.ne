# An nginx log format, letter by letter: text, $name and ${name}; and the whole log_format statement as nginx.conf has it.
# A bare name takes every letter that it can, hence "open" (the text so far ends in a bare name) and "closed".
@preprocessor typescript
@{% import { append, joined, nothing, piece, statement, textPart, unescaped, variablePart } from '../parse/format/format-parts.js'; %}

format -> any {% id %}

any    -> open {% id %} | closed {% id %}
open   -> any bare {% append %}
closed -> null {% nothing %}
        | closed textLetter {% append %}
        | open borderLetter {% append %}
        | any braced {% append %}

bare   -> "$" name {% variablePart %}
braced -> "${" name "}" {% variablePart %}
name   -> [A-Za-z0-9_] {% joined %}
        | name [A-Za-z0-9_] {% joined %}

textLetter   -> [^$] {% textPart %}
borderLetter -> [^$A-Za-z0-9_] {% textPart %}

# log_format NAME [escape=MODE] 'piece' 'piece' ... ;
statement -> blank "log_format" gap word pieces blank end {% statement %}
end       -> null | ";" blank
pieces    -> gap piece {% piece %}
           | pieces gap piece {% piece %}
piece     -> "'" singles "'" {% ([, text]) => text %}
           | "\"" doubles "\"" {% ([, text]) => text %}
           | word {% id %}
singles   -> null {% joined %} | singles [^'\\] {% joined %} | singles escape {% joined %}
doubles   -> null {% joined %} | doubles [^"\\] {% joined %} | doubles escape {% joined %}
escape    -> "\\" [^] {% unescaped %}
word      -> [^\s;'"] {% joined %} | word [^\s;] {% joined %}

gap   -> [\s] | gap [\s]
blank -> null | gap
