package prose

// nodeMends are for Express 5, Fastify 5, NestJS 11, Koa 3, Hono 4, hapi 21, SvelteKit 2, Nitro 2 and Next.js 16.
var nodeMends = []Mend{
	{"static-resource", "", "Express", `// without fallthrough: false, with which it answers every method of every path that comes to it
app.use(express.static('public'))`},
	{"static-host", "", "Express", `// without fallthrough: false, which lets nothing through to the routes
app.use(express.static('public'))`},
	{"missing-handler", "", "SvelteKit", "// in the +server.js of the path:\nexport async function PUT({ params, request }) { … }"},
	{"missing-handler", "", "Nitro", `// server/routes/tasks/[id].put.ts:
export default defineEventHandler(event => …)`},
	{"undeclared-handler", "any", "SvelteKit", `export const GET = …        // not fallback, which takes every method`},
	{"allow-not-sent", "", "Nitro", `// server/routes/tasks/index.ts, without a method in its name, takes those that no other file does:
export default defineEventHandler(event => {
  setResponseHeader(event, "Allow", "GET, POST"); setResponseStatus(event, 405)
})`},
	{"missing-handler", "", "Express", `app.route('/tasks/:id')
  .get(showTask)
  .put(replaceTask)        // one handler for each declared method
  .all((req, res) => res.set('Allow', 'GET, HEAD, PUT').status(405).end())`},
	{"missing-handler", "", "Fastify", `app.put('/tasks/:id', replaceTask)`},
	{"missing-handler", "", "NestJS", `@Put(':id')               // one decorator a handler: of several, only the topmost counts
replace(@Param('id') id: string, @Body() task: TaskDto) { … }`},
	{"missing-handler", "", "Koa", `router.put('/tasks/:id', replaceTask)
app.use(router.routes()).use(router.allowedMethods())`},
	{"missing-handler", "", "Hono", `app.put('/tasks/:id', replaceTask)`},
	{"missing-handler", "", "hapi", `server.route({ method: 'PUT', path: '/tasks/{id}', handler: replaceTask })`},
	{"missing-handler", "", "Next.js", `// app/tasks/[id]/route.ts: one export for each method, in capitals
export async function PUT(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  …
}`},

	{"default-export", "", "Next.js", `// app/tasks/route.ts
export async function GET(request: Request) { … }     // not: export default
export async function POST(request: Request) { … }`},

	{"middleware-rewrite", "", "Next.js", `// proxy.ts (middleware.ts up to Next.js 15): rewrite only what the target has
export function proxy(request: NextRequest) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return NextResponse.next()
  return NextResponse.rewrite(new URL('/readonly/tasks', request.url))
}`},

	{"static-host", "", "Next.js", `// next.config.js: without output: 'export', which leaves out every handler but GET
module.exports = { output: 'standalone' }
// and run the server: node .next/standalone/server.js`},

	{"router-404", "", "Express", `app.route('/tasks/:id')
  .get(showTask)
  .put(replaceTask)
  .all((req, res) => res.set('Allow', 'GET, HEAD, PUT').status(405).end())   // last`},
	{"router-404", "", "Fastify", `app.route({
  method: ['POST', 'PATCH'], url: '/tasks/:id',     // what the path does not have
  onRequest: async (request, reply) => reply.header('Allow', 'GET, HEAD, PUT, DELETE').code(405).send(),
  handler: async () => {},
})`},
	{"router-404", "", "NestJS", `@All(':id')      // the last method of the controller; on the Express platform only
refuse(@Res() res: Response) { res.set('Allow', 'GET, HEAD, PUT').status(405).end() }
// on Fastify: a route of the adapter's instance that names the other methods`},
	{"router-404", "", "Koa", `app.use(router.routes())
app.use(router.allowedMethods())`},
	{"router-404", "", "Hono", `import { methodNotAllowed } from 'hono/method-not-allowed'
app.use(methodNotAllowed({ app }))        // before the routes`},
	{"router-404", "", "hapi", `server.route({ method: '*', path: '/tasks/{id}', options: { payload: { parse: false } },
  handler: (request, h) => h.response().code(405).header('Allow', 'GET, HEAD, PUT') })
// '*' never sees OPTIONS: give it a route of its own`},

	{"allow-not-sent", "", "Express", `.all((req, res) => res.set('Allow', 'GET, HEAD, PUT').status(405).end())`},
	{"allow-not-sent", "", "NestJS", `// MethodNotAllowedException sends no Allow: set it before
res.set('Allow', 'GET, HEAD, PUT'); throw new MethodNotAllowedException()`},
	{"allow-not-sent", "", "Koa", `app.use(router.allowedMethods())     // without throw: true, which loses Allow`},
	{"allow-not-sent", "", "Next.js", `// app/tasks/route.ts: Next.js answers 405 without Allow for what a route does not export
const refuse = () => new Response(null, { status: 405, headers: { Allow: 'GET, HEAD, OPTIONS, POST' } })
export const PUT = refuse, PATCH = refuse, DELETE = refuse`},
	{"allow-not-sent", "", "Fastify", `reply.header('Allow', 'GET, HEAD, PUT').code(405).send()`},

	{"allow-pasted", "", "Express", `// beside the routes of each path, not in one middleware for all
app.route('/tasks').get(list).post(create)
  .all((req, res) => res.set('Allow', 'GET, HEAD, POST').status(405).end())`},

	{"undeclared-handler", "any", "Express", `app.get('/health', health)       // not app.use or app.all`},
	{"undeclared-handler", "any", "Next.js", `// pages/api: one handler gets every method
export default function handler(req, res) {
  if (req.method !== 'GET') return res.setHeader('Allow', 'GET').status(405).end()
  …
}`},
	{"catch-all", "page", "Express", `app.use('/api', (req, res) => res.status(404).json({ error: 'not found' }))   // after the routes
app.get('/{*path}', (req, res) => res.sendFile(index))                        // Express 4: '*'`},
	{"catch-all", "page", "Koa", `app.use((ctx, next) => ctx.path.startsWith('/api/') ? next() : send(ctx, 'index.html'))`},

	{"redirect", "slash", "Next.js", `// next.config.js
module.exports = { skipTrailingSlashRedirect: true }`},

	{"method-override", "", "Express", `// remove: app.use(methodOverride('X-HTTP-Method-Override'))`},
	{"method-override", "", "Hono", `// remove: app.use(methodOverride({ app }))`},

	{"preflight-blocked", "", "Express", `app.use(cors({ origin: 'https://app.example.com', methods: ['GET', 'POST', 'PUT', 'DELETE'] }))
app.use(authenticate)             // after cors(), so that OPTIONS needs no credentials`},

	{"unknown-path-405", "", "Fastify", `app.setNotFoundHandler((request, reply) => reply.code(404).send({ error: 'not found' }))`},
}
