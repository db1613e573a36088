import { serve } from "./job.ts";
import { createModelDesk } from "./model-desk.ts";
serve(
  createModelDesk(() => performance.now()),
  (answered) => (answered ? [answered.marks.seqs.buffer, answered.marks.classes.buffer] : []),
);
