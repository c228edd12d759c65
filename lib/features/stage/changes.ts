/** Methods of things by what a viewer sees of them. */
const named = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/))

export const MOVES = named(
  'move_to next_to to_edge to_corner center set_x set_y align_to match_x match_y put_start_and_end_on',
)
export const GROWS = named(
  `scale scale_to_fit_width scale_to_fit_height set_width set_height stretch stretch_to_fit_width
stretch_to_fit_height set_length match_width match_height scale_about_point`,
)
export const DEFORMS = named('apply_matrix apply_function apply_complex_function apply_function_to_position')
export const TURNS = named('rotate flip rotate_about_origin')
export const PAINTS = named('set_color set_fill set_color_by_gradient')
