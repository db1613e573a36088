import { serve } from "./job.ts";
import { createModelDesk } from "./model-desk.ts";

serve(
  createModelDesk(() => performance.now()),
  (found) => (found && "marks" in found ? [found.marks.seqs.buffer, found.marks.classes.buffer] : []),
);
