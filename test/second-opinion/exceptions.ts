/** Tests that need what MiniStack does not have, and why they do. */
export interface Exception {
  readonly reason: string;
  /** Full names of tests, by the files that they are in. */
  readonly tests: { readonly [file: string]: readonly string[] };
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    reason: 'MiniStack has no other partition',
    tests: {
      'reconciler.test.ts': ['Create happens in the partition, Region and account of the stack'],
      'lookup.test.ts': ['A lookup happens in the partition, Region and account of the stack'],
    },
  },
  {
    reason: 'MiniStack has no quota',
    tests: {
      'reconciler.test.ts': ['Create beyond the quota fails and names remedies', 'Update to a new id that the service refuses fails, and the first is as it was'],
    },
  },
  {
    reason: 'MiniStack has no template with tags of AWS itself, and none with empty lists of criteria',
    tests: {
      'reconciler.test.ts': [
        'Update of content is recreated, and restored, if AWS IoT describes the template with tags of AWS itself',
        'Update of content is recreated, and restored, if AWS IoT describes the template with lists and structures with nothing in them',
      ],
    },
  },
  {
    reason: 'MiniStack describes every template with its document',
    tests: {
      'reconciler.test.ts': [
        'A template whose document is read from an object is missing if its own object is gone and AWS IoT returns no document',
        'A template whose document is that of a job is restored if AWS IoT does not return its document',
        'A template whose document is that of a job is reported as missing if neither AWS IoT nor an earlier version returns its document',
      ],
    },
  },
  {
    reason: 'MiniStack does not tell of which job a template was made, which the fake remembers for the tests',
    tests: { 'every-member.test.ts': ['AWS IoT gets what a construct declares, in value and type: the document of a job'] },
  },
];
