import { defineSource } from '../extract/source.ts'

/**
 * No licence file; the README says "only for reference, and not for usage without permission". Nearly all of it is for
 * 3Blue1Brown's library (--flavor manimgl gives 420 and more). Made for the channel vcubingx; the repository names no video.
 */
export default defineSource({
  id: 'vivek3141',
  title: 'Vivek Verma (vcubingx): mathematics videos',
  license: 'NONE',
  expected: 9,
  priority: 20,
  repositories: [
    { url: 'https://github.com/vivek3141/videos', commit: 'b9810e45b42448bdf4ab611b86c7561381ef107a' },
  ],
})
