import { readFileSync } from 'node:fs';
import { Assembly, TypeSystem } from 'jsii-reflect';

/** An assembly, as the compiler writes it. */
export type Spec = Assembly['spec'];

/** The assembly of the library, as it was last compiled. */
export const compiledLibrary = (): Spec => JSON.parse(readFileSync('.jsii', 'utf8'));

/** An assembly without some of its types. */
export const without = (names: readonly string[], { types = {}, ...spec }: Spec): Spec =>
  ({ ...spec, types: Object.fromEntries(Object.entries(types).filter(([, { name }]) => !names.includes(name))) });

/** The assemblies of the dependencies. */
export async function dependencies(): Promise<readonly Assembly[]> {
  const system = new TypeSystem();
  await system.loadNpmDependencies('.', { validate: false, supportedFeatures: ['intersection-types', 'class-covariant-overrides'] });
  return system.assemblies;
}

/** Loads an assembly of the library, current, accepted or hypothetical, with its dependencies. */
export function assemblyOf(spec: Spec, among: readonly Assembly[]): Assembly {
  const system = new TypeSystem();
  among.forEach(({ spec: dependency }) => system.addAssembly(new Assembly(system, dependency)));
  const assembly = system.addAssembly(new Assembly(system, spec));
  system.lock();
  return assembly;
}
