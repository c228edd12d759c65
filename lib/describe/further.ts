/** What a run over records that are known never loads. In one seam, for of what several share files would be made. */
export { openTranscriptFolder } from '../transcripts/folder.ts'
export { describeInBatches } from './batch.ts'
export { dryRun } from './dry-run.ts'
export { explainRecords } from './explain.ts'
export { openSession } from './session.ts'
export { storyboardProse } from './storyboard.ts'
