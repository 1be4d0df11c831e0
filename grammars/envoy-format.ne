# An Envoy format string, letter by letter: text, %% for a percent sign, and %OPERATOR(ARGUMENT):LENGTH%.
# An argument may contain anything but a line break, and ends at the first ")" before "%" or ":LENGTH%".
@preprocessor typescript
@{% import { appendPart, joinLetters, createEmptyChain, createOperatorPart, createTextPart } from '../parse/format/format-parts.js'; %}

format -> null {% createEmptyChain %}
        | format text {% appendPart %}
        | format operator {% appendPart %}

text     -> [^%] {% createTextPart %}
          | "%%" {% createTextPart %}
operator -> "%" name "%" {% createOperatorPart %}
          | "%" name ":" digits "%" {% createOperatorPart %}
          | "%" name shut "%" {% createOperatorPart %}
          | "%" name length "%" {% createOperatorPart %}

# Position in the argument: within it, after ")", after "):", after "):12".
inside -> "(" {% joinLetters %}
        | inside [^)\n] {% joinLetters %}
        | shut [^):%\n] {% joinLetters %}
        | colon [^0-9)\n] {% joinLetters %}
        | length [^0-9)%\n] {% joinLetters %}
shut   -> inside ")" {% joinLetters %}
        | shut ")" {% joinLetters %}
        | colon ")" {% joinLetters %}
        | length ")" {% joinLetters %}
colon  -> shut ":" {% joinLetters %}
length -> colon [0-9] {% joinLetters %}
        | length [0-9] {% joinLetters %}

name   -> [A-Z0-9_] {% joinLetters %} | name [A-Z0-9_] {% joinLetters %}
digits -> [0-9] {% joinLetters %} | digits [0-9] {% joinLetters %}
