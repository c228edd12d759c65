import { defineSource } from '../extract/source.ts'

/**
 * Made by models: a question, a script, a program that simplifies it. The question asks for an answer and not for a
 * picture, so it is the context, and a description is wanted. No licence was seen on it.
 */
export default defineSource({
  id: 'bespoke_manim',
  title: 'bespokelabs/bespoke-manim',
  license: 'NONE',
  expected: 1000,
  priority: 30,
  dataset: {
    huggingface: 'bespokelabs/bespoke-manim',
    fields: {
      code: ['python_code', 'code', 'output', 'completion'],
      description: [],
      context: ['question', 'instruction', 'prompt'],
    },
  },
})
