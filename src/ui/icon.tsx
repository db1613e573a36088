/** Strokes in a box of 20 × 20, drawn for this product. */
const PATHS = {
  overview: "M3 17h14M5.5 17v-6M10 17V4M14.5 17V8",
  layers: "M10 3 2.5 7 10 11l7.5-4L10 3ZM3 11l7 3.8L17 11M3 14.5l7 3.8 7-3.8",
  pulse: "M2 10h3l2-6 4 12 2.5-6H18",
  data: "M4 5c0-1.4 2.7-2.5 6-2.5S16 3.6 16 5s-2.7 2.5-6 2.5S4 6.4 4 5ZM4 5v10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5V5M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5",
  accounts:
    "M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 17c0-3 2.4-5 5.5-5s5.5 2 5.5 5M13 3.6a3 3 0 0 1 0 5M15 12.5c1.8.7 3 2.3 3 4.5",
  audit: "M5 2.5h7l3.5 3.5v11.5h-10.5zM12 2.5V6h3.5M7.5 10h5M7.5 13.5h5",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.5 13.5 18 18",
  alarm: "M10 2.5c-3 0-5 2.2-5 5V12l-1.5 2.5h13L15 12V7.5c0-2.8-2-5-5-5ZM8 17.5h4",
  bell: "M10 2.5c-3 0-5 2.2-5 5V12l-1.5 2.5h13L15 12V7.5c0-2.8-2-5-5-5ZM8 17.5h4",
  bellOff: "M6 5a5 5 0 0 1 9 2.5V12l1.5 2.5H3.5L5 12V7.5M8 17.5h4M2.5 2.5l15 15",
  sound: "M3 8v4h3l4 3.5v-11L6 8zM13 7.5a3.5 3.5 0 0 1 0 5M15 5a7 7 0 0 1 0 10",
  mute: "M3 8v4h3l4 3.5v-11L6 8zM13.5 8l4 4M17.5 8l-4 4",
  task: "M5 3.5h10v14H5zM8 2.5h4v2H8zM7.5 9l1.2 1.2L11 8M7.5 13h5",
  sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 1.5V4M10 16v2.5M1.5 10H4M16 10h2.5M4 4l1.7 1.7M14.3 14.3 16 16M4 16l1.7-1.7M14.3 5.7 16 4",
  moon: "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z",
  user: "M10 9.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3.5 17.5c0-3.5 2.9-5.5 6.5-5.5s6.5 2 6.5 5.5",
  close: "M5 5l10 10M15 5 5 15",
  fold: "M7 4l6 6-6 6",
  back: "M12.5 4l-6 6 6 6",
  down: "M5 7.5l5 5 5-5",
  right: "M7.5 5l5 5-5 5",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8.5 4v12",
  chart: "M3 17h14M4.5 13l4-4.5 3.5 3L16 6",
  pin: "M10 18s-5.5-5-5.5-9.5a5.5 5.5 0 0 1 11 0C15.5 13 10 18 10 18ZM10 10.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  camera: "M2.5 6h10v8h-10zM12.5 9l5-2.5v7l-5-2.5",
  today: "M3.5 4.5h13v13h-13zM3.5 8.5h13M7 2.5v4M13 2.5v4",
  map: "M2.5 5 7.5 3l5 2 5-2v12l-5 2-5-2-5 2zM7.5 3v12M12.5 5v12",
  hazard: "M10 3 18 17H2L10 3ZM10 8v4M10 14.3v.4",
  keys: "M2 5h16v10H2zM5 8h.5M8.3 8h.5M11.6 8h.5M14.8 8h.5M5 12h10",
  wall: "M2 4h16v10H2zM7 17.5h6M10 14v3.5",
  leave: "M8 3.5H4v13h4M12 6l4 4-4 4M16 10H7.5",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  building: "M4 17.5V3.5h8v14M12 8h4v9.5M2.5 17.5h15M6.5 7h3M6.5 10.5h3M6.5 14h3",
  area: "M3 6l5-3 4 2 5-1v9l-4 4-5-2-5 1z",
  station: "M4 17.5V8l6-4.5L16 8v9.5zM8 17.5V12h4v5.5",
  check: "M4 10.5 8.5 15 16 5.5",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5ZM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z",
  lasso:
    "M10 3.5c4.4 0 7.5 2 7.5 4.8s-3.1 4.8-7.5 4.8-7.5-2-7.5-4.8S5.6 3.5 10 3.5ZM6 12.5c-1.5.8-1.8 2.3-.5 3.2 1.2.8 1 2-.5 2.3",
  polygon: "M4 5l9-1.5 4 6.5-5.5 6.5-7.5-3zM4 5v.01M13 3.5v.01M17 10v.01M11.5 16.5v.01M4 13.5v.01",
  filter: "M3 4h14l-5.5 6.5V16l-3 1.5v-7z",
  undo: "M7 4 3 8l4 4M3 8h8.5a5 5 0 0 1 0 10H8",
  copy: "M7 7h10v10H7zM7 13H3V3h10v4",
  download: "M10 3v10M6 9.5l4 4 4-4M3 17h14",
  legend: "M3 5h4M10 5h7M3 10h4M10 10h7M3 15h4M10 15h7",
  play: "M6 3.5 16 10 6 16.5z",
  pause: "M6.5 4v12M13.5 4v12",
  stepBack: "M15 4 7 10l8 6zM4.5 4v12",
  stepForward: "M5 4l8 6-8 6zM15.5 4v12",
  alarmBack: "M2.5 10h5M5 7.5 2.5 10 5 12.5M13.5 4 18.5 14.5h-10zM13.5 8v3M13.5 12.6v.2",
  alarmForward: "M17.5 10h-5M15 7.5l2.5 2.5-2.5 2.5M6.5 4 11.5 14.5h-10zM6.5 8v3M6.5 12.6v.2",
  history: "M3.5 10a6.5 6.5 0 1 0 2-4.7L3.5 7M3.5 3v4h4M10 6.5V10l2.5 2",
  valve: "M3 5v10l7-5-7-5ZM17 5v10l-7-5 7-5ZM10 10V4M7 4h6",
  trace: "M3 10h6M9 10l5-5M9 10l5 5M14 5h3M14 15h3M3 10v.01",
  profile: "M3 16V4M3 16h14M5 12l4-5 3 3 4-5",
  measure: "M3 13 13 3l4 4L7 17zM6 10l1.5 1.5M8.5 7.5 10 9M11 5l1.5 1.5",
  scenario: "M5 3v14M5 4h9l-2 3 2 3H5M9 14h8M13 11v6",
  well: "M3 15.5c0 1.4 3.1 2.5 7 2.5s7-1.1 7-2.5-3.1-2.5-7-2.5-7 1.1-7 2.5ZM7 10c-1.5-1.5 1.5-2.5 0-4M10.5 9c-1.5-1.5 1.5-2.5 0-4M14 10c-1.5-1.5 1.5-2.5 0-4",
  critical: "M2 10h5M13 10h5M10 6.5l3.5 3.5-3.5 3.5L6.5 10zM10 2v2M10 16v2",
  winter: "M10 2v16M3 6l14 8M17 6 3 14M7.5 3.5 10 5.5l2.5-2M7.5 16.5l2.5-2 2.5 2",
  print: "M6 7V3h8v4M5 14H3V7h14v7h-2M6 11h8v6H6z",
  pipe: "M2 13h5a3 3 0 0 0 3-3 3 3 0 0 1 3-3h5M2 11v4M18 5v4",
} as const;
export type IconName = keyof typeof PATHS;

/** A picture beside words, never instead of them: hidden from readers. */
export const Icon = ({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path
      d={PATHS[name]}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
