import { canonical, contentOf } from '../shared/content';
import { ADOPTED_FROM_TAGS, BOOKKEEPING_TAGS, CONTENT_TAG, OWNER_TAG, REQUESTS_TAG } from '../shared/contract';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import { digest } from '../shared/fingerprint';

export type Tags = ReadonlyMap<string, string>;

/** What stands for an owner where a template was made by hand. */
const UNMANAGED = 'unmanaged';
const MAX_OWNER_LENGTH = 255;
/** Enough to outlast every delivery that Lambda may still repeat, and within a tag's value. Evidence: lambda-duplicates, tag-value-length. */
const MAX_REQUESTS = 24;

/** The tags that the library keeps on a template, read: who owns it, whom it came from, what it is, what it has seen. */
export class BookkeepingTags {
  static of(tags: Tags): BookkeepingTags {
    const owner = tags.get(OWNER_TAG);
    const links = ADOPTED_FROM_TAGS.filter(key => tags.has(key)).map(key => [key, tags.get(key)!] as const);
    return new BookkeepingTags(
      owner,
      new Map(links.filter(([, origin]) => origin !== owner)),
      links.filter(([, origin]) => origin === owner).map(([key]) => key),
      tags.get(CONTENT_TAG),
      tags.get(REQUESTS_TAG)?.split(' ') ?? [],
      BOOKKEEPING_TAGS.filter(key => tags.has(key)),
    );
  }

  private constructor(
    readonly owner: string | undefined,
    /** The owners before, by the tag that names them, the latest last. */
    readonly previousOwners: Tags,
    /** The tags that name the owner itself: it got its template back. */
    readonly selfReferences: readonly string[],
    readonly content: string | undefined,
    readonly requests: readonly string[],
    /** The tags of the library that are there. */
    private readonly keys: readonly string[],
  ) {}

  get isAdopted(): boolean {
    return this.previousOwners.size > 0;
  }

  get lastRequest(): string | undefined {
    return this.requests.at(-1);
  }

  /** Whether a later request than this one has been seen since. */
  hasMovedOnSince(request: string): boolean {
    return this.requests.includes(request) && this.lastRequest !== request;
  }

  /** The request that was seen right before this one. */
  requestBefore(request: string): string | undefined {
    return this.requests[this.requests.indexOf(request) - 1];
  }

  /** The marks of a template that the owner creates, or creates anew: what it makes itself it has adopted from nobody. */
  forCreation(owner: string, content: string, request: string): Tags {
    return new Map([[OWNER_TAG, owner], [CONTENT_TAG, content], ...this.forRequest(request)]);
  }

  /** The marks of the same template, with its owners, after another request. */
  forUpdate(owner: string, content: string, request: string): Tags {
    return new Map([...this.previousOwners, ...this.forCreation(owner, content, request)]);
  }

  /** The marks of a template that passes to a new owner; nothing where it has passed on too often already. */
  forAdoption(owner: string, content: string, request: string): Tags | undefined {
    const living = [...this.previousOwners.values(), this.owner ?? UNMANAGED].filter(origin => !isPredecessor(origin, owner));
    const origins = living.length > 0 ? living : [UNMANAGED];
    if (origins.length > ADOPTED_FROM_TAGS.length) return undefined;
    // A tag that is there and has nobody to name would be read as an origin: the owner's own name is none.
    const links = ADOPTED_FROM_TAGS.filter((key, index) => index < origins.length || this.previousOwners.has(key) || this.selfReferences.includes(key))
      .map((key, index) => [key, origins[index] ?? owner] as const);
    return new Map([...this.forCreation(owner, content, request), ...links]);
  }

  /** The mark of another request, all else as it was. */
  forRequest(request: string): Tags {
    return new Map([[REQUESTS_TAG, this.requestsWith(request)]]);
  }

  /**
   * What undoes an adoption, in a single step: tags to set for an earlier owner, or tags to remove where there was none.
   * An owner that is named as its own origin has none: that tag stays until the owner next edits its tags.
   */
  forRelease(request: string): { readonly set: Tags } | { readonly remove: readonly string[] } {
    const [, origin] = [...this.previousOwners].pop()!;
    if (origin === UNMANAGED) return { remove: this.keys };
    return { set: new Map([[OWNER_TAG, origin], ...this.selfReferences.map(key => [key, origin] as const), ...this.forRequest(request)]) };
  }

  /** The tags that say that the template was adopted from this owner. */
  adoptionKeysNaming(owner: string): string[] {
    return [...this.previousOwners].filter(([, origin]) => origin === owner).map(([key]) => key);
  }

  /** Whether the owner is a custom resource of the same stack. */
  isOwnedBeside(owner: string): boolean {
    return this.owner !== undefined && stackOf(this.owner) === stackOf(owner);
  }

  private requestsWith(request: string): string {
    return [...this.requests.filter(seen => seen !== request), request].slice(-MAX_REQUESTS).join(' ');
  }
}

export const NO_BOOKKEEPING_TAGS = BookkeepingTags.of(new Map());

/** The tags of a template that are not the library's. */
export const withoutBookkeepingTags = (tags: Tags): Tags => new Map([...tags].filter(([key]) => !BOOKKEEPING_TAGS.includes(key)));

/** Who a custom resource is: the stack's name and unique id, and the logical id. A stack that is made again is another owner. Evidence: cfn-stack-id. */
export function ownerOf(stackId: string, logicalId: string): string {
  const owner = `${stackId.split(':stack/')[1] ?? stackId}/${logicalId}`;
  return owner.length <= MAX_OWNER_LENGTH ? owner : `${owner.slice(0, MAX_OWNER_LENGTH - 17)}-${digest(owner, 16)}`;
}

/** An owner without its logical id: what is left where that had to be shortened is still the stack. */
const stackOf = (owner: string): string => owner.split('/').slice(0, 2).join('/');

/** Whether an owner was a custom resource of a stack that is gone: its name is that of the other's, and no two have one at a time. */
function isPredecessor(owner: string, successor: string): boolean {
  const [[name, id], [otherName, otherId]] = [owner.split('/'), successor.split('/')];
  return name === otherName && id !== undefined && id !== otherId;
}

export const requestFingerprint = (requestId: string): string => digest(requestId, 8);

export const contentFingerprint = (request: CreateJobTemplateRequest): string => digest(canonical(contentOf(request)), 32);
