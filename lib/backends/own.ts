/** The door for users' own backends: `import { defineBackend } from 'manim-filters/backend'`. */
import type { FunctionBackend } from './custom.ts'
import type { BackendModule } from './types.ts'

export type { Usage } from '../cache/types.ts'
export type { Answer, AnswerContext, FunctionBackend } from './custom.ts'
export type {
  Attempt,
  Backend,
  BackendModule,
  BackendSettings,
  Question,
  Reply,
  Schema,
} from './types.ts'

/** Types a backend, in its short form or its long one. A file that exports one as its default is named to `--llm`. */
export function defineBackend<B extends FunctionBackend | BackendModule>(backend: B): B {
  return backend
}
