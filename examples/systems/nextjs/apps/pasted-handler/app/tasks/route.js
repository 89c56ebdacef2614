import { add, all } from '../../../../lib/tasks.js';

// Named as the App Router wants it, with the body of a page: there is no response here to set a
// status on, so every call throws.
export function GET(request, response) {
  response.status(200).json(all());
}

export function POST(request, response) {
  response.status(201).json(add(request.body));
}
