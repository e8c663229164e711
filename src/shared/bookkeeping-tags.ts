import { ADOPTED_FROM_TAGS, BOOKKEEPING_TAGS, CONTENT_TAG, OWNER_TAG, REQUESTS_TAG } from './contract';
import { digest } from './fingerprint';

export type Tags = ReadonlyMap<string, string>;

/** The owner's name for a template that was created by hand. */
const UNMANAGED = 'unmanaged';
const MAX_OWNER_LENGTH = 255;
/** More requests than Lambda may still deliver again, and few enough for a tag's value. Evidence: lambda-duplicates, tag-value-length. */
const MAX_REQUESTS = 24;

/** The bookkeeping tags of a template: its owner, its earlier owners, the fingerprint of its content, and those of recent requests. */
export class BookkeepingTags {
  readonly owner: string | undefined;
  /** The previous owners by the tag that names them, the latest last. */
  readonly previousOwners: Tags;
  /** The adoption tags that name the owner itself, because it got its template back. */
  readonly selfReferences: readonly string[];
  /** The fingerprint of the content. */
  readonly content: string | undefined;
  /** The fingerprints of recent requests, the latest last. */
  readonly requests: readonly string[];
  /** The keys of the bookkeeping tags that the template has. */
  private readonly keys: readonly string[];

  /** @param tags all tags of the template */
  constructor(tags: Tags) {
    const owner = tags.get(OWNER_TAG);
    const adoptions = ADOPTED_FROM_TAGS.filter(key => tags.has(key)).map(key => [key, tags.get(key)!] as const);
    this.owner = owner;
    this.previousOwners = new Map(adoptions.filter(([, previousOwner]) => previousOwner !== owner));
    this.selfReferences = adoptions.filter(([, previousOwner]) => previousOwner === owner).map(([key]) => key);
    this.content = tags.get(CONTENT_TAG);
    this.requests = tags.get(REQUESTS_TAG)?.split(' ') ?? [];
    this.keys = BOOKKEEPING_TAGS.filter(key => tags.has(key));
  }

  get isAdopted(): boolean {
    return this.previousOwners.size > 0;
  }

  get lastRequest(): string | undefined {
    return this.requests.at(-1);
  }

  /** Whether a later request has been handled since this one. */
  hasMovedOnSince(request: string): boolean {
    return this.requests.includes(request) && this.lastRequest !== request;
  }

  /** The request right before this one. */
  requestBefore(request: string): string | undefined {
    return this.requests[this.requests.indexOf(request) - 1];
  }

  /** The tags of a template that the owner creates or recreates. Such a template is adopted from nobody. */
  forCreation(owner: string, content: string, request: string): Tags {
    return new Map([[OWNER_TAG, owner], [CONTENT_TAG, content], ...this.forRequest(request)]);
  }

  /** The tags of the same template after another request, with its previous owners. */
  forUpdate(owner: string, content: string, request: string): Tags {
    return new Map([...this.previousOwners, ...this.forCreation(owner, content, request)]);
  }

  /** The tags for a new owner. Undefined if too many earlier owners would have to be named. */
  forAdoption(owner: string, content: string, request: string): Tags | undefined {
    const remaining = [...this.previousOwners.values(), this.owner ?? UNMANAGED].filter(previousOwner => !isPredecessor(previousOwner, owner));
    const names = remaining.length > 0 ? remaining : [UNMANAGED];
    if (names.length > ADOPTED_FROM_TAGS.length) return undefined;
    // An adoption tag that is not needed any more names the owner itself, which does not count as a previous owner.
    const hasAdoption = (key: string) => this.previousOwners.has(key) || this.selfReferences.includes(key);
    const adoptions = ADOPTED_FROM_TAGS.filter((key, index) => index < names.length || hasAdoption(key))
      .map((key, index) => [key, names[index] ?? owner] as const);
    return new Map([...this.forCreation(owner, content, request), ...adoptions]);
  }

  /** The tag that adds another request. */
  forRequest(request: string): Tags {
    return new Map([[REQUESTS_TAG, this.requestsWith(request)]]);
  }

  /**
   * The change that undoes an adoption in a single step: tags to set for the previous owner, or tags to remove if there was none.
   * A self-reference does not count as a previous owner. It stays until the owner edits its tags the next time.
   */
  forRelease(request: string): { readonly set: Tags } | { readonly remove: readonly string[] } {
    const [, previousOwner] = [...this.previousOwners].pop()!;
    if (previousOwner === UNMANAGED) return { remove: this.keys };
    const selfReferences = this.selfReferences.map(key => [key, previousOwner] as const);
    return { set: new Map([[OWNER_TAG, previousOwner], ...selfReferences, ...this.forRequest(request)]) };
  }

  /** The tags that name this owner as a previous one. */
  adoptionKeysNaming(owner: string): string[] {
    return [...this.previousOwners].filter(([, previousOwner]) => previousOwner === owner).map(([key]) => key);
  }

  /** Whether the owner is a custom resource of the same stack. */
  isOwnedBeside(owner: string): boolean {
    return this.owner !== undefined && stackOf(this.owner) === stackOf(owner);
  }

  private requestsWith(request: string): string {
    return [...this.requests.filter(seen => seen !== request), request].slice(-MAX_REQUESTS).join(' ');
  }
}

export const NO_BOOKKEEPING_TAGS = new BookkeepingTags(new Map());

export const ownershipText = ({ owner }: BookkeepingTags): string => owner === undefined ? 'was not created by this library' : `belongs to ${owner}`;

/** The tags of a template without the bookkeeping tags. */
export const withoutBookkeepingTags = (tags: Tags): Tags => new Map([...tags].filter(([key]) => !BOOKKEEPING_TAGS.includes(key)));

/**
 * The name of a custom resource as an owner: the stack's name and unique id, and the logical id. A recreated stack is another owner.
 * Evidence: cfn-stack-id.
 */
export function ownerOf(stackId: string, logicalId: string): string {
  const owner = `${stackId.split(':stack/')[1] ?? stackId}/${logicalId}`;
  return owner.length <= MAX_OWNER_LENGTH ? owner : `${owner.slice(0, MAX_OWNER_LENGTH - 17)}-${digest(owner, 16)}`;
}

/** The stack of an owner. A shortened owner still has its stack. */
export const stackOf = (owner: string): string => owner.split('/').slice(0, 2).join('/');

/** Whether an owner belongs to a deleted stack: a new stack has its name, and two stacks never have the same name at the same time. */
function isPredecessor(owner: string, successor: string): boolean {
  const [[name, id], [otherName, otherId]] = [owner.split('/'), successor.split('/')];
  return name === otherName && id !== undefined && id !== otherId;
}
