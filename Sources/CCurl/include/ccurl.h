/* libcurl for Swift: typed functions in the place of its variadic ones, and no link to the library.
 *
 * Linking libcurl makes every start of the program load some thirty more shared objects, so it is
 * opened at the first request (ccurl_load). Every other function here may be called only after
 * ccurl_load() has returned CCURL_READY. */
#ifndef CCURL_H
#define CCURL_H

/* CURLOPT_PROTOCOLS works in every libcurl; the option that replaces it begins with 7.85. */
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>

typedef enum {
  CCURL_READY = 0,
  /* libcurl.so.4 is not there. */
  CCURL_NO_LIBRARY,
  /* libcurl.so.4 is too old, or is not libcurl. */
  CCURL_NO_FUNCTION,
} ccurl_state;

/* Opens libcurl once for the process; safe on any thread. */
ccurl_state ccurl_load(void);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *easy);
CURLcode ccurl_easy_recv(CURL *easy, void *buffer, size_t size, size_t *count);
CURLcode ccurl_easy_send(CURL *easy, const void *buffer, size_t size, size_t *count);
const char *ccurl_easy_strerror(CURLcode code);

/* curl_easy_setopt, by the type of the option's value. */
typedef size_t (*ccurl_data_function)(char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_seek_function)(void *context, curl_off_t offset, int origin);
typedef int (*ccurl_progress_function)(
  void *context, curl_off_t to_receive, curl_off_t received, curl_off_t to_send, curl_off_t sent);
CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode ccurl_set_data_function(CURL *easy, CURLoption option, ccurl_data_function value);
CURLcode ccurl_set_seek_function(CURL *easy, ccurl_seek_function value);
CURLcode ccurl_set_progress_function(CURL *easy, ccurl_progress_function value);

/* curl_easy_getinfo, by the type of the answer; 0 (CURL_SOCKET_BAD for a socket) when there is none. */
long ccurl_get_long(CURL *easy, CURLINFO info);
curl_off_t ccurl_get_offset(CURL *easy, CURLINFO info);
curl_socket_t ccurl_get_socket(CURL *easy, CURLINFO info);

/* Appends a copy of line; NULL, with the list as it was, when there is no memory. */
struct curl_slist *ccurl_list_append(struct curl_slist *list, const char *line);
void ccurl_list_free(struct curl_slist *list);

CURLM *ccurl_multi_init(void);
void ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_add(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_remove(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_perform(CURLM *multi, int *running);
/* Waits for a transfer's socket, for wakeup to be readable, or for the time to pass. */
CURLMcode ccurl_multi_poll(CURLM *multi, int wakeup, int milliseconds);
/* An eventfd for that, which does not block and is closed in child processes; -1 when the system has none left. */
int ccurl_wakeup_open(void);
/* The next transfer that has ended, or NULL; its result in *result. */
CURL *ccurl_multi_next_ended(CURLM *multi, CURLcode *result);

#endif
