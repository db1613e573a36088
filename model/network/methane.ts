import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { GasReading, MethaneAnswer } from "#contract/model-incident.ts";
import { measuredCordon } from "#model/consequence/measured-cordon.ts";
import { ductChances } from "#model/methane/duct-chances.ts";
import { judgeGas } from "#model/methane/gas-kind.ts";
import { layDucts } from "#model/methane/lay-ducts.ts";
import { type HeatPart, nextSpaces, type SpaceReading, sourceLine } from "#model/methane/source-line.ts";
import { spaceGraph } from "#model/methane/spaces.ts";
import type { Answered, Desk } from "./desk.ts";
import type { DuctRecord } from "./duct-columns.ts";
import { Marks } from "./marks.ts";
import { endsOf, type NamedSpace, nearReadings } from "./methane-near.ts";

/** Colder pieces are not worth drawing. */
const LEAST_HEAT = 0.02;
const [MOST_NAMED, MOST_NEXT] = [8, 5];
/** Found from here, % of the lower explosive limit. */
const SEEN_LEL = 1;

/** From what was found in spaces beside pipes to what it is, where it comes from and what to open next. */
export function answerMethane({ net, pipeOfId }: Desk, readings: readonly GasReading[]): Answered {
  const { rows } = net;
  const near = nearReadings(net, readings);
  const spaces: NamedSpace[] = [
    ...readings.map(({ id, space, lngLat }) => ({ id, name: id, kind: space, lngLat })),
    ...near.wells,
  ];
  const graph = spaceGraph({
    spaces,
    ...layDucts(near.ducts, spaces, near.isNear),
    pipes: near.pipes.map((e) => ({ id: rows.pipes.ids[e] as string, path: endsOf(net, e) })),
  });
  const told: SpaceReading[] = readings.flatMap(({ id, lel }) => (lel === null ? [] : [{ space: id, lel }]));
  const line = told.length === 0 || graph.parts.length === 0 ? [] : sourceLine(graph, told);
  const spaceOf = new Map(spaces.map((space) => [space.id, space]));
  const last = told.at(-1)?.space;
  const cordon = measuredCordon(readings.flatMap(({ lngLat, lel }) => (lel === null ? [] : [{ lngLat, lel }])));
  const answer: MethaneAnswer = {
    kind: "methane",
    version: rows.version,
    area: rows.area,
    readings,
    judged: judge(readings),
    line: line
      .filter(({ heat }) => heat >= LEAST_HEAT)
      .sort((a, b) => a.heat - b.heat)
      .map(({ pipe, from, to, heat, probability }) => ({ pipe, from, to, heat, probability })),
    pipes: byPipe(line)
      .slice(0, MOST_NAMED)
      .map(([pipe, probability]) => ({
        pipe,
        level: PRESSURE_LEVELS[rows.pipes.level[pipeOfId.get(pipe) as number] as number] ?? "unknown",
        probability,
      })),
    next:
      told.length === 0
        ? []
        : nextSpaces(graph, told, last, MOST_NEXT).map(({ space, bits, chance, walkM }) => {
            const { name, kind, lngLat } = spaceOf.get(space) as NamedSpace;
            return { space, name, kind, lngLat, bits, chance, walkM };
          }),
    ducts: alongDucts(near.ducts, ductChances(graph, line, told)),
    cordon: { rings: cordon.polygons.map(({ coordinates }) => coordinates[0] ?? []), areaM2: cordon.areaM2 },
    assumptions: [
      "records",
      "straight_pipes",
      rows.ducts.ids.length === 0 ? "ducts_unknown" : "ducts_recorded",
      "one_leak",
      "migration_default",
      "sign_weights_default",
      "keep_away_default",
    ],
    ms: 0,
  };
  return { answer, marks: new Marks(net).result() };
}

const alongDucts = (ducts: readonly DuctRecord[], chances: ReadonlyMap<string, number>): MethaneAnswer["ducts"] =>
  ducts
    .map(({ id, kind, owner, path, widthMm, heightMm }) => ({
      ...{ id, kind, owner, path, widthMm, heightMm },
      probability: chances.get(id) ?? 0,
    }))
    .sort((a, b) => b.probability - a.probability);

function judge(readings: readonly GasReading[]): MethaneAnswer["judged"] {
  const worst = readings.reduce<GasReading | null>((a, b) => ((b.lel ?? 0) > (a?.lel ?? 0) ? b : a), null);
  if (!worst || (worst.lel ?? 0) < SEEN_LEL) return null;
  const others = readings.filter(({ id, lel }) => id !== worst.id && lel !== null);
  const { kind, probability, evidence } = judgeGas({
    kind: worst.space,
    methane: [...worst.history, { hour: (worst.history.at(-1)?.hour ?? 0) + 1, lel: worst.lel ?? 0 }],
    ...(worst.ethanePpm !== null && { ethanePpm: worst.ethanePpm }),
    ...(worst.h2sPpm !== null && { h2sPpm: worst.h2sPpm }),
    ...(worst.hasOdorant !== null && { hasOdorant: worst.hasOdorant }),
    ...(others.length > 0 && {
      neighbours: { with: others.filter(({ lel }) => (lel ?? 0) >= SEEN_LEL).length, of: others.length },
    }),
  });
  return { reading: worst.id, kind, probability, evidence };
}

function byPipe(line: readonly HeatPart[]): [pipe: string, probability: number][] {
  const sums = new Map<string, number>();
  for (const { pipe, probability } of line) sums.set(pipe, (sums.get(pipe) ?? 0) + probability);
  return [...sums].sort((a, b) => b[1] - a[1]);
}
