/**
 * Imported before anything else by the host: libuv reads this variable once, when its thread pool
 * starts. A push makes several files durable at once, and fsyncs are quick only when they run in
 * parallel: with the default of four threads they, and all other file work, would queue up.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '16'
