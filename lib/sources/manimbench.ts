import { defineSource } from '../extract/source.ts'

/**
 * Descriptions written and reviewed by people. The programs are not its own: nearly all are examples of the Manim
 * documentation. Where manim_ce_docs has been cloned to this machine they are compared, white space and imports apart;
 * where not, every sample says that it may be from there. One of its 417 rows has no scene class.
 */
export default defineSource({
  id: 'manimbench',
  title: 'ManimBench (Kaggle: ravidussilva/manim-sft)',
  license: 'CC-BY-NC-SA-4.0',
  expected: 416,
  priority: 80,
  overlaps: [{ source: 'manim_ce_docs', extent: '385 of 417 programs are from there' }],
  dataset: {
    kaggle: 'ravidussilva/manim-sft',
    member: 'manim_sft_dataset.parquet',
    fields: {
      code: ['Code', 'completion', 'output'],
      description: ['Reviewed Description', 'Description', 'prompt', 'instruction'],
    },
  },
})
