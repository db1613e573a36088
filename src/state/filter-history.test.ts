import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_FILTER } from "#contract/pipe-classes.ts";
import { sameFilter } from "#lib/pipe-filter.ts";
import { anyPipeFilter } from "#lib/testing/any-filter.ts";
import { createFilterHistory } from "./filter-history.ts";
import { usualView } from "./usual-view.ts";
import { clearFilters, createViewStore, filterPipes, moveCamera, toggleStationKind } from "./view.ts";

const VIEW = usualView();

test("undone as often as there were changes, the filter is as it was at first", () => {
  fc.assert(
    fc.property(fc.array(anyPipeFilter, { maxLength: 20 }), (filters) => {
      const view = createViewStore(VIEW);
      const { store, undo } = createFilterHistory(view);
      for (const filter of filters) filterPipes(view, filter);
      const seen = [];
      while (store.getState().past.length > 0) {
        undo();
        seen.push(view.getState().pipeFilter);
      }
      expect(view.getState()).toEqual(VIEW);
      if (filters.length > 1) expect(seen.some((one) => sameFilter(one, filters[0] ?? NO_FILTER))).toBe(true);
    }),
  );
});

test("what is no filter is left alone, and clearing all is one step", () => {
  const view = createViewStore(VIEW);
  const { store, undo } = createFilterHistory(view);
  filterPipes(view, { ...NO_FILTER, only: { level: [5] } });
  toggleStationKind(view, "city_gate");
  moveCamera(view, { lng: 114, lat: 38, zoom: 9 });
  clearFilters(view);
  expect(store.getState().past).toHaveLength(3);
  undo();
  expect(view.getState()).toMatchObject({
    pipeFilter: { only: { level: [5] } },
    filters: { stationKind: "city_gate" },
  });
  expect(view.getState().camera?.zoom).toBe(9);
});
