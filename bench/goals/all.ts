import type { Goal } from "#bench/method/context.ts";
import { G1 } from "./g1.ts";
import { G2 } from "./g2.ts";
import { G3 } from "./g3.ts";
import { G4 } from "./g4.ts";
import { G5 } from "./g5.ts";
import { G6 } from "./g6.ts";
import { G7 } from "./g7.ts";
import { G8 } from "./g8.ts";
import { G9 } from "./g9.ts";
import { G10 } from "./g10.ts";
import { G11 } from "./g11.ts";
import { G12 } from "./g12.ts";
import { G13 } from "./g13.ts";
import { G14 } from "./g14.ts";

export const GOALS: readonly Goal[] = [G1, G2, G3, G4, G5, G6, G7, G8, G9, G10, G11, G12, G13, G14];
