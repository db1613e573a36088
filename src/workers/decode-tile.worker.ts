import { decodeTile, tileBuffers } from "./decode-tile.ts";
import { serve } from "./job.ts";

serve(decodeTile, tileBuffers);
