import "./mark.css";

/** Shapes of the four warning levels: told apart without colour. */
const SHAPES = {
  red: "M6 1 11.5 10.5H.5Z",
  orange: "M6 .8 11.2 6 6 11.2.8 6Z",
  yellow: "M1.5 1.5h9v9h-9Z",
  blue: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1Z",
} as const;
export type WarningShape = keyof typeof SHAPES;

/** ▲ ◆ ■ ● in the colour of the level. The word stands beside it. */
export const WarningMark = ({ level }: { readonly level: WarningShape }) => (
  <svg className="mark" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <path d={SHAPES[level]} fill={`var(--warning-${level})`} stroke={`var(--warning-edge-${level})`} />
  </svg>
);

const STATES = {
  normal: { d: "M6 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z", isFilled: true },
  warning: { d: "M6 1.6 10.4 6 6 10.4 1.6 6Z", isFilled: false },
  alarm: { d: "M6 2 10.6 10H1.4Z", isFilled: false },
  stale: { d: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z", isFilled: false },
  offline: { d: "M2 2l8 8M10 2l-8 8", isFilled: false },
  maintenance: { d: "M2 2h8v8H2ZM2 6h8", isFilled: false },
  suspect: { d: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM5.2 6h1.6", isFilled: false },
} as const;
export type StateShape = keyof typeof STATES;

/** · normal, ◇ warning, △ alarm, ○ stale, × offline, ⊟ maintenance, ⊙ suspect. The word stands beside it. */
export const StateMark = ({ state }: { readonly state: StateShape }) => {
  const { d, isFilled } = STATES[state];
  const color = `var(--state-${state})`;
  return (
    <svg className="mark" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={d} fill={isFilled ? color : "none"} stroke={color} strokeWidth={isFilled ? 0 : 1.6} />
    </svg>
  );
};
