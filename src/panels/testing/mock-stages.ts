import type { ReactNode } from "react";
import { afterEach, beforeEach } from "vitest";
import { page } from "vitest/browser";
import { answerFromMocks, type Between, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import type { View } from "#state/view.ts";
import { type Stage, stage } from "./stage.tsx";

/** Shows something to a person of the mocks, in a window of a desk; `between` stands between the page and the mocks. */
export type ShowTo = (role: string, shown: ReactNode, over?: Partial<View>, between?: Between) => Promise<Stage>;

/** For the tests of one file: what each of them shows is put away after it, and before it shows the next. */
export function mockStages(): ShowTo {
  let open: Stage | null = null;
  let stopAnswers = () => {};
  beforeEach(() => page.viewport(1440, 900));
  const putAway = () => {
    open?.close();
    open = null;
    stopAnswers();
  };
  afterEach(putAway);
  return async (role, shown, over = {}, between) => {
    putAway();
    stopAnswers = answerFromMocks(between);
    open = await stage(signInToMocks(role), shown, over);
    return open;
  };
}
