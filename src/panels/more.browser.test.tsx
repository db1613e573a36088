import { useInfiniteQuery } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { Answer } from "./answer.tsx";
import { More } from "./more.tsx";
import { mockStages } from "./testing/mock-stages.ts";

const showTo = mockStages();
const button = (name: string) => page.getByRole("button", { name, exact: true });

/** Two pages of one line each; the second does not come while the line is cut. */
function Lines({ line }: { readonly line: { isCut: boolean } }) {
  const query = useInfiniteQuery({
    queryKey: ["lines"],
    queryFn: async ({ pageParam }) => {
      if (pageParam === 2 && line.isCut) throw new TypeError("the line is cut");
      return { words: `line ${pageParam}`, next: pageParam === 1 ? 2 : null };
    },
    initialPageParam: 1,
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Answer query={query} lines={2}>
      {({ pages }) => (
        <>
          <ul>
            {pages.map(({ words }) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <More query={query} />
        </>
      )}
    </Answer>
  );
}

test("a page that does not come says so beneath the lines that stand, and comes when asked again; after the last there is none", async () => {
  const line = { isCut: true };
  await showTo("province", <Lines line={line} />);
  await button("更多").click();
  await expect.element(page.getByRole("alert")).toBeVisible();
  await expect.element(page.getByText("line 1")).toBeVisible();
  line.isCut = false;
  await button("重试").click();
  await expect.element(page.getByText("line 2")).toBeVisible();
  await expect.element(page.getByText("line 1")).toBeVisible();
  await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
  await expect.element(button("更多")).not.toBeInTheDocument();
});
