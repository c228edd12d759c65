/** From a wasm tree to plain nested objects, in one crossing of the border: the fast way measured. */
import type { Node } from './parser.ts'

export interface Raw {
  readonly t: string
  readonly s: number
  readonly e: number
  readonly c: Raw[]
}

/**
 * Node types that are left out: what they hold is read from the text or belongs to their parent. Fewer objects cross
 * the border so. Parentheses vanish as they do in CPython's tree.
 */
const OMITTED = new Set([
  'comment',
  'line_continuation',
  'string_start',
  'string_content',
  'string_end',
  'escape_sequence',
  'escape_interpolation',
  'expression_statement',
  'parenthesized_expression',
  'type_conversion',
  'import_prefix',
  'module',
  'keyword_separator',
  'positional_separator',
])

const TYPES = `aliased_import argument_list as_pattern as_pattern_target assert_statement assignment attribute
augmented_assignment await binary_operator block boolean_operator break_statement call case_clause case_pattern chevron
class_definition class_pattern comparison_operator complex_pattern concatenated_string conditional_expression
constrained_type continue_statement decorated_definition decorator default_parameter delete_statement dict_pattern
dictionary dictionary_comprehension dictionary_splat dictionary_splat_pattern dotted_name elif_clause ellipsis
else_clause except_clause exec_statement expression_list false finally_clause float for_in_clause for_statement
format_expression format_specifier function_definition future_import_statement generator_expression generic_type
global_statement identifier if_clause if_statement import_from_statement import_statement integer interpolation
keyword_argument keyword_pattern lambda lambda_parameters list list_comprehension list_pattern list_splat
list_splat_pattern match_statement member_type named_expression none nonlocal_statement not_operator pair parameters
parenthesized_list_splat pass_statement pattern_list print_statement raise_statement relative_import return_statement
set set_comprehension slice splat_pattern splat_type string subscript true try_statement tuple tuple_pattern type
type_alias_statement type_parameter typed_default_parameter typed_parameter unary_operator union_pattern union_type
while_statement wildcard_import with_clause with_item with_statement yield`
  .split(/\s+/)
  .filter(type => !OMITTED.has(type))

/** The named nodes below `root`, nested by their ranges; they come in document order, parents first. */
export function flatten(root: Node): Raw[] {
  const top: Raw[] = []
  const open: Raw[] = []
  for (const node of root.descendantsOfType(TYPES)) {
    if (!node) continue
    const raw: Raw = { t: node.type, s: node.startIndex, e: node.endIndex, c: [] }
    let parent = open.at(-1)
    while (parent && (raw.e > parent.e || raw.s >= parent.e)) {
      open.pop()
      parent = open.at(-1)
    }
    if (parent) parent.c.push(raw)
    else top.push(raw)
    open.push(raw)
  }
  return top
}
