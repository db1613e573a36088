/**
 * `npm run model -- COMMAND FILE…`: reads reference cases of network analysis and prints one JSON array with an answer for each,
 * in the order of the files. A file that cannot be answered has `error` in its place and makes the exit code 1.
 * `npm run model -- check PATH…` compares cases with what they expect instead (`bench/model/run-cases.ts`).
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { runCases } from "#bench/model/run-cases.ts";
import { MODEL_COMMANDS } from "./model-commands.ts";

const [name, ...files] = process.argv.slice(2);
if (name === "check") process.exit(await runCases(files, console.log));
const command = name === undefined ? undefined : MODEL_COMMANDS[name];
if (!command || files.length === 0) {
  console.error(`npm run model -- COMMAND FILE…  (COMMAND: ${[...Object.keys(MODEL_COMMANDS), "check"].join(", ")})`);
  process.exit(2);
}

async function answer(command: (given: unknown) => object | Promise<object>, file: string): Promise<object> {
  try {
    return await command(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    process.exitCode = 1;
    return {
      id: basename(file, ".json"),
      converged: false,
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

const answers: object[] = [];
for (const file of files) answers.push(await answer(command, file));
console.log(JSON.stringify(answers, null, 1));
