import type { IsolationAnswer } from "#contract/model.ts";
import { type Looking, spotOf } from "#lib/screen-place.ts";

interface OtherWaysProps {
  readonly answer: Pick<IsolationAnswer, "ties" | "squeezes">;
  readonly at: Looking;
}

/** Half the length of a squeezer's bar, and half the distance between two of them, pixels. */
const [BAR, GAP] = [9, 4];

/** What else could be done about a plan, numbered as its lists are: ties to open as diamonds, places to squeeze pipes off as pairs of bars. */
export const OtherWays = ({ answer: { ties, squeezes }, at }: OtherWaysProps) => (
  <>
    {ties.map(({ node, lngLat }, i) => {
      const { x, y } = spotOf(at, lngLat);
      return (
        <g key={node} className="mode-tie">
          <path d={`M${x} ${y - 13}l13 13-13 13-13-13z`} />
          <text className="mode-tie-number" x={x} y={y}>
            {i + 1}
          </text>
        </g>
      );
    })}
    {squeezes.flatMap(({ pipes, points }, i) =>
      points.map((point) => {
        const { x, y } = spotOf(at, point);
        return (
          <g key={`${pipes.join()} ${point.join()}`} className="mode-squeeze">
            <path className="edge" d={bars(x, y)} />
            <path d={bars(x, y)} />
            <text className="mode-number" x={x + GAP + 9} y={y - BAR}>
              {i + 1}
            </text>
          </g>
        );
      }),
    )}
  </>
);

const bars = (x: number, y: number): string => `M${x - GAP} ${y - BAR}v${2 * BAR}M${x + GAP} ${y - BAR}v${2 * BAR}`;
