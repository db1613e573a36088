import { buffersOf, createReplay } from "./history-replay.ts";
import { serve } from "./job.ts";

serve(createReplay(), buffersOf);
