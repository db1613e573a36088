import { clusterBuffers, clusterStations } from "./cluster-stations.ts";
import { serve } from "./job.ts";

serve(clusterStations, clusterBuffers);
