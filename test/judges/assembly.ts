import { readFileSync } from 'node:fs';
import { Assembly, TypeSystem } from 'jsii-reflect';

/** An assembly as the compiler writes it. */
export type Spec = Assembly['spec'];

/** The library as it was last compiled. */
export const compiledLibrary = (): Spec => JSON.parse(readFileSync('.jsii', 'utf8'));

/** What the library depends on. */
export async function dependencies(): Promise<readonly Assembly[]> {
  const system = new TypeSystem();
  await system.loadNpmDependencies('.', { validate: false, supportedFeatures: ['intersection-types', 'class-covariant-overrides'] });
  return system.assemblies;
}

/** What the library is, was or might be, among what it depends on. */
export function assemblyOf(spec: Spec, among: readonly Assembly[]): Assembly {
  const system = new TypeSystem();
  among.forEach(({ spec: dependency }) => system.addAssembly(new Assembly(system, dependency)));
  const assembly = system.addAssembly(new Assembly(system, spec));
  system.lock();
  return assembly;
}
