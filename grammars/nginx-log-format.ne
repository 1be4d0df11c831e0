# An nginx log format, letter by letter: text, $name and ${name}; and the complete log_format statement of nginx.conf.
# A bare name is as long as possible, hence "open" (the text so far ends in a bare name) and "closed".
@preprocessor typescript
@{% import { appendPart, joinLetters, createEmptyChain, appendPiece, createStatement, createTextPart, unescapeConfigLetter, createVariablePart } from '../parse/format/format-parts.js'; %}

format -> any {% id %}

any    -> open {% id %} | closed {% id %}
open   -> any bare {% appendPart %}
closed -> null {% createEmptyChain %}
        | closed textLetter {% appendPart %}
        | open borderLetter {% appendPart %}
        | any braced {% appendPart %}

bare   -> "$" name {% createVariablePart %}
braced -> "${" name "}" {% createVariablePart %}
name   -> [A-Za-z0-9_] {% joinLetters %}
        | name [A-Za-z0-9_] {% joinLetters %}

textLetter   -> [^$] {% createTextPart %}
borderLetter -> [^$A-Za-z0-9_] {% createTextPart %}

# log_format NAME [escape=MODE] 'piece' 'piece' ... ;
statement -> blank "log_format" gap word pieces blank end {% createStatement %}
end       -> null | ";" blank
pieces    -> gap piece {% appendPiece %}
           | pieces gap piece {% appendPiece %}
piece     -> "'" singles "'" {% ([, text]) => text %}
           | "\"" doubles "\"" {% ([, text]) => text %}
           | word {% id %}
singles   -> null {% joinLetters %} | singles [^'\\] {% joinLetters %} | singles escape {% joinLetters %}
doubles   -> null {% joinLetters %} | doubles [^"\\] {% joinLetters %} | doubles escape {% joinLetters %}
escape    -> "\\" [^] {% unescapeConfigLetter %}
word      -> [^\s;'"] {% joinLetters %} | word [^\s;] {% joinLetters %}

gap   -> [\s] | gap [\s]
blank -> null | gap
