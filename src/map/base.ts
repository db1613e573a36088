import type { StyleSpecification } from "maplibre-gl";
import { addProtocol } from "maplibre-gl";
import { PMTiles, Protocol } from "pmtiles";
import type { Reply } from "#contract/route.ts";
import type { getMapConfig } from "#contract/service.ts";
import type { Base } from "#layers/layer.ts";

export type MapConfig = Reply<typeof getMapConfig>;

/** A base map ready to be drawn: what the engine starts with, and what the base layer draws on it. */
export interface ReadyBase {
  readonly style: StyleSpecification;
  readonly base: Base;
}

const EMPTY: StyleSpecification = { version: 8, sources: {}, layers: [] };
export const PLAIN: ReadyBase = { style: EMPTY, base: { kind: "plain" } };

/** 天地图 serves its tiles up to here. */
const RASTER_MAX_ZOOM = 18;
const PMTILES_MVT = 1;

let protocol: Protocol | null = null;

const absolute = (url: string) => new URL(url, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}");

/**
 * What the configured base map is. Throws when its style or its archive cannot be read; the caller then draws the plain ground,
 * which needs nothing.
 */
export async function readBase(
  { kind, url }: Pick<MapConfig["base"], "kind" | "url">,
  signal: AbortSignal,
): Promise<ReadyBase> {
  if (kind === "plain" || url === null) return PLAIN;
  if (kind === "tianditu") {
    const source = { type: "raster" as const, tiles: [absolute(url)], tileSize: 256, maxzoom: RASTER_MAX_ZOOM };
    return { style: EMPTY, base: { kind: "raster", source } };
  }
  if (kind === "pmtiles") return readArchive(absolute(url));
  const response = await fetch(absolute(url), { signal });
  if (!response.ok) throw new Error(`base map style answered ${response.status}`);
  return { style: (await response.json()) as StyleSpecification, base: { kind: "style" } };
}

async function readArchive(url: string): Promise<ReadyBase> {
  if (!protocol) {
    protocol = new Protocol();
    addProtocol("pmtiles", protocol.tile);
  }
  const archive = new PMTiles(url);
  protocol.add(archive);
  const header = await archive.getHeader();
  if (header.tileType !== PMTILES_MVT) {
    const source = { type: "raster" as const, url: `pmtiles://${url}`, tileSize: 256 };
    return { style: EMPTY, base: { kind: "raster", source } };
  }
  const metadata = (await archive.getMetadata()) as { vector_layers?: { id: string }[] };
  const sourceLayers = (metadata.vector_layers ?? []).map((layer) => layer.id);
  return { style: EMPTY, base: { kind: "vector", source: { type: "vector", url: `pmtiles://${url}` }, sourceLayers } };
}
