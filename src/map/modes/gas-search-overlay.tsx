import type { ModelAnswer } from "#contract/model.ts";
import type { GasReading } from "#contract/model-incident.ts";
import { type Looking, spotOf } from "#lib/screen-place.ts";
import type { MapWords } from "../map-input.ts";
import { Label } from "./consequence-overlay.tsx";
import { Ring } from "./ring.tsx";

interface GasSearchProps {
  readonly answer: ModelAnswer | null;
  readonly readings: readonly GasReading[];
  readonly at: Looking;
  readonly words: MapWords;
}

/** Width of the coldest and of the hottest piece of the heat line, pixels. */
const [THIN, THICK] = [4, 12];

/** Ducts that gas came along less likely than this are drawn like those that it did not. */
const LEAST_LIKELY = 0.01;

/** Where gas was found, ducts and the pieces of pipe it may come from, wells to open next, and the cordon that follows what was measured. */
export function GasSearch({ answer, readings, at, words }: GasSearchProps) {
  const found = answer?.kind === "methane" ? answer : null;
  const first = found?.cordon.rings[0]?.[0];
  return (
    <>
      {found?.cordon.rings.map((ring) => (
        <Ring key={ring[0]?.join()} ring={ring} at={at} />
      ))}
      {first && <Label lngLat={first} at={at} text={words("incident.map.measured")} />}
      {found?.ducts.map(({ id, path, probability }) => (
        <path
          key={id}
          className={probability >= LEAST_LIKELY ? "mode-duct way" : "mode-duct"}
          d={path.map((place, i) => `${i === 0 ? "M" : "L"}${spotOf(at, place).x} ${spotOf(at, place).y}`).join("")}
        />
      ))}
      {found?.line.map(({ pipe, from, to, heat }) => {
        const [a, b] = [spotOf(at, from), spotOf(at, to)];
        return (
          <path
            key={`${pipe} ${from.join()}`}
            className="mode-heat"
            d={`M${a.x} ${a.y}L${b.x} ${b.y}`}
            style={{ strokeWidth: THIN + heat * (THICK - THIN), strokeOpacity: 0.15 + 0.85 * heat }}
          />
        );
      })}
      {found?.next.map(({ space, lngLat }, i) => {
        const { x, y } = spotOf(at, lngLat);
        return (
          <g key={space} className="mode-disc optional">
            <circle cx={x} cy={y} r={11} />
            <text x={x} y={y}>
              {i + 1}
            </text>
          </g>
        );
      })}
      {readings.map(({ id, lngLat, lel }) => {
        const { x, y } = spotOf(at, lngLat);
        const text = lel === null ? "?" : `${Math.round(lel)}%`;
        const width = 14 + 7 * text.length;
        return (
          <g key={id} className={lel === null || lel < 1 ? "mode-gas none" : "mode-gas"}>
            <rect x={x - width / 2} y={y - 10} width={width} height={20} rx={4} />
            <text x={x} y={y} fill="currentColor">
              {text}
            </text>
          </g>
        );
      })}
    </>
  );
}
