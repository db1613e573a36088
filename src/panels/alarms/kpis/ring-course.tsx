import "./kpis.css";

export interface RingCourseProps {
  readonly course: readonly { readonly at: string; readonly rings: number }[];
  readonly label: string;
  readonly format: (at: string) => string;
}

const WIDTH = 360;
const HEIGHT = 56;

/** Rings over time as bars; the numbers are in the tooltips. */
export function RingCourse({ course, label, format }: RingCourseProps) {
  const most = Math.max(1, ...course.map(({ rings }) => rings));
  const step = WIDTH / Math.max(1, course.length);
  return (
    <svg
      className="ring-course"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      {course.map(({ at, rings }, i) => {
        const height = (rings / most) * (HEIGHT - 2);
        return (
          <rect key={at} x={i * step} y={HEIGHT - height} width={Math.max(0.5, step * 0.8)} height={height}>
            <title>{`${format(at)} ${rings}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
