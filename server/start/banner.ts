import { networkInterfaces } from "node:os";
import { DEMO_ACCOUNTS } from "#contract/demo-accounts.ts";

export interface BannerFacts {
  readonly port: number;
  readonly host: string;
  readonly engine: "embedded" | "native";
  readonly where: string;
  readonly mqtt: string;
  /** With demo data: the password of its accounts, and whether this start made it up. */
  readonly demo: { readonly password: string; readonly isGenerated: boolean } | null;
}

const isEverywhere = (host: string) => host === "0.0.0.0" || host === "::";

/** Addresses under which the product can be opened, this machine's own name for itself first. */
export function addresses(host: string, port: number): string[] {
  if (!isEverywhere(host)) return [`http://${host.includes(":") ? `[${host}]` : host}:${port}`];
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
  return ["localhost", ...others].map((name) => `http://${name}:${port}`);
}

/** What a person who started the product wants to know, in both languages. */
export function banner({ port, host, engine, where, mqtt, demo }: BannerFacts): string {
  const lines = [
    "",
    "  燃气一张图 · gas-one-map",
    ...addresses(host, port).map((address, i) => `  ${i === 0 ? "地址 address  " : "              "} ${address}`),
    `  数据库 database ${engine === "embedded" ? "内置 embedded" : "native"} · ${where}`,
    `  MQTT           ${mqtt}`,
  ];
  if (demo) {
    lines.push(
      "  演示数据 demo data: the province is made up",
      `  账号 accounts   ${DEMO_ACCOUNTS.join(" ")}`,
      `  密码 password   ${demo.password}${demo.isGenerated ? "   (本次启动生成 made for this start; set DEMO_PASSWORD to keep one)" : ""}`,
    );
  } else {
    lines.push("  账号 accounts   npm run user -- add …");
  }
  return `${lines.join("\n")}\n\n`;
}
