import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createStillFrames } from "./still-frames.ts";

/** A map without pixels: it knows of what the picture on the screen is made, and draws a whole frame when it is told that one is due. */
function rest(canKeep = () => true) {
  const asked: (() => void)[] = [];
  let isWholeDue = false;
  /** What is there to be seen, and what the screen shows of it. */
  const world = { sensors: 0, others: 0 };
  const screen = { sensors: 0, others: 0 };
  let keptOthers = -1;
  const log: string[] = [];
  const frames = createStillFrames({
    whole: () => {
      frames.wholeAsked();
      isWholeDue = true;
    },
    sensors: () => {
      log.push("sensors");
      screen.sensors = world.sensors;
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
    changeSensors: () => {
      world.sensors += 1;
      frames.sensorsChanged();
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
  test("draws itself whole at the first change of sensors and the sensors alone afterwards", () => {
    const map = rest();
    for (let i = 0; i < 3; i++) {
      map.changeSensors();
      map.frame();
    }
    expect(map.log).toEqual(["whole", "sensors", "sensors"]);
  });

  test("draws one frame for many changes", () => {
    const map = rest();
    map.changeSensors();
    map.frame();
    map.changeSensors();
    map.changeSensors();
    map.frame();
    expect(map.log).toEqual(["whole", "sensors"]);
  });

  test("is drawn whole when anything else has changed, and whole once more to be kept", () => {
    const map = rest();
    map.changeSensors();
    map.frame();
    map.changeOthers();
    map.changeSensors();
    map.frame();
    map.changeSensors();
    map.frame();
    map.changeSensors();
    map.frame();
    expect(map.log).toEqual(["whole", "whole", "whole", "sensors"]);
  });

  test("keeps nothing while it moves", () => {
    const map = rest(() => false);
    for (let i = 0; i < 3; i++) {
      map.changeSensors();
      map.frame();
    }
    expect(map.log).toEqual(["whole", "whole", "whole"]);
  });
});

test("after a frame the screen shows everything as it is, whatever changed in whatever order", () => {
  const step = fc.constantFrom("sensors", "others", "frame", "move", "stop");
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let isMoving = false;
      const map = rest(() => !isMoving);
      for (const one of [...steps, "frame", "frame"]) {
        if (one === "sensors") map.changeSensors();
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
