# An Envoy format string, letter by letter: text, %% for a percent sign, and %OPERATOR(ARGUMENT):LENGTH%.
# An argument may hold anything but a line break, and ends at the first ")" before "%" or ":LENGTH%".
@preprocessor typescript
@{% import { append, joined, nothing, operatorPart, textPart } from '../parse/format/format-parts.js'; %}

format -> null {% nothing %}
        | format text {% append %}
        | format operator {% append %}

text     -> [^%] {% textPart %}
          | "%%" {% textPart %}
operator -> "%" name "%" {% operatorPart %}
          | "%" name ":" digits "%" {% operatorPart %}
          | "%" name shut "%" {% operatorPart %}
          | "%" name length "%" {% operatorPart %}

# What has been read of the argument: within it, behind a ")", behind "):", behind "):12".
inside -> "(" {% joined %}
        | inside [^)\n] {% joined %}
        | shut [^):%\n] {% joined %}
        | colon [^0-9)\n] {% joined %}
        | length [^0-9)%\n] {% joined %}
shut   -> inside ")" {% joined %}
        | shut ")" {% joined %}
        | colon ")" {% joined %}
        | length ")" {% joined %}
colon  -> shut ":" {% joined %}
length -> colon [0-9] {% joined %}
        | length [0-9] {% joined %}

name   -> [A-Z0-9_] {% joined %} | name [A-Z0-9_] {% joined %}
digits -> [0-9] {% joined %} | digits [0-9] {% joined %}
