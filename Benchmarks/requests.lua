-- Requests for wrk: what BENCH_WHAT says (get, search or create), as the owner of BENCH_TOKEN, about BENCH_ID.
local what = os.getenv("BENCH_WHAT")
local id = os.getenv("BENCH_ID")
local json = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"), ["Content-Type"] = "application/fhir+json" }
local form = { ["Authorization"] = json["Authorization"], ["Content-Type"] = "application/x-www-form-urlencoded" }
local number = 0

local function message()
  number = number + 1
  return '{"resourceType":"Communication","status":"completed","subject":{"reference":"' .. os.getenv("BENCH_PATIENT")
    .. '"},"sender":{"reference":"' .. os.getenv("BENCH_SENDER") .. '"},"recipient":[{"reference":"'
    .. os.getenv("BENCH_PATIENT") .. '"}],"basedOn":[{"reference":"CommunicationRequest/' .. id
    .. '"}],"payload":[{"contentString":"One of many short messages, number ' .. number .. '"}]}'
end

function request()
  if what == "search" then
    return wrk.format("POST", "/fhir/Communication/_search", form, "based-on=CommunicationRequest/" .. id .. "&_count=10")
  elseif what == "create" then
    return wrk.format("POST", "/fhir/Communication", json, message())
  end
  return wrk.format("GET", "/fhir/CommunicationRequest/" .. id, json)
end

function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("%.0f requests/s, median %.1f ms, p99 %.1f ms, %d failed\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed))
end
