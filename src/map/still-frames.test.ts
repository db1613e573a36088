import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createStillFrames } from "./still-frames.ts";

/** A map without pixels: it knows of what the picture on the screen is made, and draws a whole frame when it is told that one is due. */
function rest(canKeep = () => true) {
  const asked: (() => void)[] = [];
  let isWholeDue = false;
  /** What is there to be seen, and what the screen shows of it. */
  const world = { live: 0, others: 0 };
  const screen = { live: 0, others: 0 };
  let keptOthers = -1;
  const log: string[] = [];
  const frames = createStillFrames({
    whole: () => {
      frames.wholeAsked();
      isWholeDue = true;
    },
    live: () => {
      log.push("live");
      screen.live = world.live;
      screen.others = keptOthers;
    },
    canKeep,
    nextFrame: (run) => asked.push(run),
  });
  const drawWhole = () => {
    log.push("whole");
    isWholeDue = false;
    if (frames.begins()) keptOthers = world.others;
    Object.assign(screen, world);
    frames.ends();
  };
  return {
    log,
    world,
    screen,
    changeLive: () => {
      world.live += 1;
      frames.liveChanged();
    },
    changeOthers: () => {
      world.others += 1;
      frames.wholeAsked();
      isWholeDue = true;
    },
    frame: () => {
      if (isWholeDue) drawWhole();
      for (const run of asked.splice(0)) run();
    },
  };
}

describe("a map that rests", () => {
  test("draws itself whole at the first change of live states and the live layers alone afterwards", () => {
    const map = rest();
    for (let i = 0; i < 3; i++) {
      map.changeLive();
      map.frame();
    }
    expect(map.log).toEqual(["whole", "live", "live"]);
  });

  test("draws one frame for many changes", () => {
    const map = rest();
    map.changeLive();
    map.frame();
    map.changeLive();
    map.changeLive();
    map.frame();
    expect(map.log).toEqual(["whole", "live"]);
  });

  test("is drawn whole when anything else has changed, and whole once more to be kept", () => {
    const map = rest();
    map.changeLive();
    map.frame();
    map.changeOthers();
    map.changeLive();
    map.frame();
    map.changeLive();
    map.frame();
    map.changeLive();
    map.frame();
    expect(map.log).toEqual(["whole", "whole", "whole", "live"]);
  });

  test("keeps nothing while it moves", () => {
    const map = rest(() => false);
    for (let i = 0; i < 3; i++) {
      map.changeLive();
      map.frame();
    }
    expect(map.log).toEqual(["whole", "whole", "whole"]);
  });
});

test("after a frame the screen shows everything as it is, whatever changed in whatever order", () => {
  const step = fc.constantFrom("live", "others", "frame", "move", "stop");
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let isMoving = false;
      const map = rest(() => !isMoving);
      for (const one of [...steps, "frame", "frame"]) {
        if (one === "live") map.changeLive();
        if (one === "others") map.changeOthers();
        if (one === "move") isMoving = true;
        if (one === "stop") isMoving = false;
        if (one === "frame") {
          map.frame();
          // A quick frame may have been asked for that another change made a whole one of: it comes with the next.
          map.frame();
          expect(map.screen).toEqual(map.world);
        }
      }
    }),
  );
});
