// What happens to comments, whoever does it: state first, then the webhook.
import { type Account, type Comment, type Pull, type Repository, type Review, withEntry } from "./state.ts";
import { sendComment, sendReview } from "./webhooks.ts";
import { change, takeId, type World } from "./world.ts";

/** The longest body GitHub takes, in characters as JavaScript counts them. */
export const longestBody = 65_536;

export function addComment(
  world: World,
  repository: Repository,
  number: number,
  user: Account,
  body: string,
): Comment {
  const now = world.now();
  const comment: Comment = {
    id: takeId(world),
    number,
    user,
    body,
    createdAt: now,
    updatedAt: now,
    minimizedReason: undefined,
    reactions: [],
  };
  setComment(repository, comment);
  sendComment(world, repository, "created", comment, user);
  return comment;
}

export function editComment(
  world: World,
  repository: Repository,
  comment: Comment,
  body: string,
  sender: Account,
): Comment {
  const edited = { ...comment, body, updatedAt: world.now(), editor: sender };
  setComment(repository, edited);
  sendComment(world, repository, "edited", edited, sender, { changes: { body: { from: comment.body } } });
  return edited;
}

export function removeComment(world: World, repository: Repository, comment: Comment, sender: Account): void {
  const { comments, deletedComments } = repository.state;
  change(repository, {
    comments: withEntry(comments, comment.id, undefined),
    deletedComments: [...deletedComments, comment],
  });
  sendComment(world, repository, "deleted", comment, sender);
}

/** Submits a review and gives its id. */
export function addReview(
  world: World,
  repository: Repository,
  pull: Pull,
  user: Account,
  body: string,
): number {
  const now = world.now();
  const common = { id: takeId(world), number: pull.number, user, body, commit: pull.headSha };
  const review: Review = { ...common, createdAt: now, updatedAt: now, reactions: [] };
  setReview(repository, review);
  sendReview(world, repository, pull, review);
  return review.id;
}

/** Puts a review in place of the one with its id, and sends nothing. */
export function setReview(repository: Repository, review: Review): void {
  change(repository, { reviews: withEntry(repository.state.reviews, review.id, review) });
}

/** Puts a comment in place of the one with its id, and sends nothing. */
export function setComment(repository: Repository, comment: Comment): void {
  change(repository, { comments: withEntry(repository.state.comments, comment.id, comment) });
}
