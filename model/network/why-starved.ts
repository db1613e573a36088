import type { SolveProblem, SolveReason } from "#contract/model-solve.ts";
import { NATURAL_GAS } from "#model/hydraulics/gas-network.ts";
import { narrowWay, reasonsOf } from "#model/hydraulics/reasons.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import type { ModelNetwork } from "./assemble.ts";
import { placeOf } from "./customer-sums.ts";
import { districtNetwork } from "./district-network.ts";
import type { SolvedNetwork } from "./solve-districts.ts";
import { rounded } from "./starved-places.ts";

/** Finding out costs some nine solves of a district: of larger ones, and beyond the first few, only figures are told. */
const [MOST_NODES, MOST_LOOKED] = [1000, 3];

export interface Why extends Pick<SolveReason, "narrow" | "bearable"> {
  readonly problem: SolveProblem | null;
}

/** Why a district cannot serve all that is asked: where the way is narrow, and how much it could bear. Null where it is not looked for. */
export function whyOf(net: ModelNetwork, solved: SolvedNetwork, d: number, rank: number): Why | null {
  const { districts } = solved;
  if (rank >= MOST_LOOKED || (districts.first[d + 1] as number) - (districts.first[d] as number) > MOST_NODES)
    return null;
  const { network, pipes } = districtNetwork(net, solved, d);
  const isFailed = solved.failed[d] === 1;
  // As it would be were everyone served whatever the pressure: that is what cannot be.
  const { pressureDriven: _, ...asked } = network;
  const firm = reasonsOf(asked, NATURAL_GAS, solveGas(asked, NATURAL_GAS)).at(0);
  const own = firm?.problem === "starved" ? firm : null;
  if (isFailed && firm && !own) return { problem: firm.problem, narrow: null, bearable: null };
  const found = solveGas(network, NATURAL_GAS);
  const short = Array.from(found.served.keys()).filter(
    (i) => (network.demand[i] as number) > (found.served[i] as number),
  );
  const worst = short.sort((i, j) => (found.pa[i] as number) - (found.pa[j] as number)).slice(0, 1);
  const narrow = own?.narrow ?? (worst.length > 0 ? narrowWay(network, NATURAL_GAS, found, worst).narrow : null);
  const edge = narrow ? (pipes[narrow.pipe] as number) : -1;
  return {
    problem: "starved",
    narrow: narrow && {
      pipe: net.rows.pipes.ids[edge] as string,
      lngLat: placeOf(net.rows.nodes.lngLat, net.recordOf[net.graph.from[edge] as number] as number),
      share: rounded(narrow.share),
      velocityMS: rounded(narrow.velocityMS),
    },
    bearable: own?.bearable ?? null,
  };
}
