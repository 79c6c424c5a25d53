/** A browser's storage areas, for one tab of a site or for several that share the first. */
export class FakeStorage {
  readonly items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

export interface Areas {
  readonly local: FakeStorage;
  readonly session: FakeStorage;
}

export function installStorage(areas: Areas = { local: new FakeStorage(), session: new FakeStorage() }): Areas {
  Object.assign(globalThis, { localStorage: areas.local, sessionStorage: areas.session });
  return areas;
}

/** What private modes and blocked cookies do. */
export function installThrowingStorage(): void {
  const refuse = (): never => {
    throw new Error("storage is blocked");
  };
  const area = { getItem: refuse, setItem: refuse, removeItem: refuse };
  Object.assign(globalThis, { localStorage: area, sessionStorage: area });
}
