// The tasks, in memory, and a handler for each operation of the contract.

const tasks = new Map([
	[1, { id: 1, title: 'Buy milk', done: false }],
	[2, { id: 2, title: 'Call the plumber', done: true }]
]);

const answer = (value, init) => Response.json(value, init);
const missing = () => answer({ error: 'no such task' }, { status: 404 });

async function fields(request) {
	let value;
	try {
		value = await request.json();
	} catch {
		return { refusal: answer({ error: 'the content is not JSON' }, { status: 400 }) };
	}
	if (typeof value?.title !== 'string' || value.title === '') {
		return { refusal: answer({ error: 'a task needs a title' }, { status: 422 }) };
	}
	return { title: value.title, done: Boolean(value.done) };
}

export const health = () => answer({ status: 'ok' });

export const list = () => answer([...tasks.values()]);

export async function create({ request }) {
	const { refusal, ...given } = await fields(request);
	if (refusal) return refusal;
	const task = { id: Math.max(0, ...tasks.keys()) + 1, ...given };
	tasks.set(task.id, task);
	return answer(task, { status: 201, headers: { location: `/tasks/${task.id}` } });
}

export function read({ params }) {
	const task = tasks.get(Number(params.id));
	return task ? answer(task) : missing();
}

export async function replace({ params, request }) {
	const id = Number(params.id);
	if (!tasks.has(id)) return missing();
	const { refusal, ...given } = await fields(request);
	if (refusal) return refusal;
	tasks.set(id, { id, ...given });
	return answer(tasks.get(id));
}

export function remove({ params }) {
	return tasks.delete(Number(params.id)) ? new Response(null, { status: 204 }) : missing();
}
