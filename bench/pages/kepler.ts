import "./probe.ts";
import { THEMES } from "#theme/tokens.ts";
import { readConfig } from "./page-config.ts";
import { pause, seen, start } from "./probe.ts";

/* kepler.gl as shipped on npm: its own bundle and the libraries it asks for, as script files. The base map is left out: it comes from elsewhere. */

const SCRIPTS = [
  "react/umd/react.production.min.js",
  "react-dom/umd/react-dom.production.min.js",
  "redux/dist/redux.min.js",
  "react-redux/dist/react-redux.min.js",
  "styled-components/dist/styled-components.min.js",
  "kepler.gl/umd/keplergl.min.js",
];

type Any = (...args: unknown[]) => unknown;
interface Globals {
  readonly React: { createElement: Any };
  readonly ReactDOM: { createRoot(at: Element): { render(what: unknown): void } };
  readonly Redux: { createStore: Any; combineReducers: Any; applyMiddleware: Any };
  readonly ReactRedux: { readonly Provider: unknown };
  readonly KeplerGl: {
    readonly KeplerGl: unknown;
    readonly keplerGlReducer: { initialState(state: object): unknown };
    readonly enhanceReduxMiddleware: (list: unknown[]) => unknown[];
    readonly addDataToMap: (what: object) => unknown;
    readonly processGeojson: (data: unknown) => unknown;
  };
}

for (const src of SCRIPTS)
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `/bench/peers/${src}`;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} could not be loaded`));
    document.head.append(script);
  });

const { React, ReactDOM, Redux, ReactRedux, KeplerGl } = globalThis as unknown as Globals;
const reducers = Redux.combineReducers({
  keplerGl: KeplerGl.keplerGlReducer.initialState({
    uiState: { currentModal: null, readOnly: true },
    mapStyle: { styleType: "no_map" },
  }),
});
const middleware = KeplerGl.enhanceReduxMiddleware([]);
const store = Redux.createStore(reducers, {}, Redux.applyMiddleware(...middleware)) as {
  dispatch(action: unknown): void;
};
const hex = THEMES.light.pressure.HP_A;
const color = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
const { mapConfig } = await readConfig();
const [west, south, east, north] = mapConfig.bounds;

window.bench = {
  start: async () => {
    start();
    const root = ReactDOM.createRoot(document.getElementById("root") as Element);
    const map = React.createElement(KeplerGl.KeplerGl, {
      id: "map",
      width: innerWidth,
      height: innerHeight,
      mapboxApiAccessToken: "",
    });
    root.render(React.createElement(ReactRedux.Provider, { store }, map));
    const text = await (await fetch("/bench/data/pipes.geojson")).json();
    store.dispatch(
      KeplerGl.addDataToMap({
        datasets: { info: { id: "pipes", label: "pipes" }, data: KeplerGl.processGeojson(text) },
        options: { centerMap: false, autoCreateLayers: false },
        config: {
          version: "v1",
          config: {
            mapState: { longitude: (west + east) / 2, latitude: (south + north) / 2, zoom: 6.3 },
            mapStyle: { styleType: "no_map" },
            visState: {
              layers: [
                {
                  id: "pipes",
                  type: "geojson",
                  config: {
                    dataId: "pipes",
                    label: "pipes",
                    color,
                    columns: { geojson: "_geojson" },
                    isVisible: true,
                    visConfig: { opacity: 1, stroked: true, filled: false, thickness: 1, strokeColor: color },
                  },
                },
              ],
            },
          },
        },
      }),
    );
    const isDetecting = new URLSearchParams(location.search).get("detect") === "1";
    for (let now = await seen(); now.frames === 0 || (isDetecting && now.pixels === 0); now = await seen())
      await pause(100);
  },
  seen,
};
